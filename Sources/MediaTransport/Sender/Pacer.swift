import DequeModule
import RTPWire
import Units

/// Spreads video over time: a leaky bucket that lets 40 ms pass at once (libwebrtc, `pacing_controller.cc`).
///
/// Audio passes at once, except that it falls in with a probe under way; it fills the bucket all the same.
struct Pacer: Sendable {
    /// Which queue goes first.
    enum Priority: Int, Sendable {
        case audio = 0
        case audioRetransmission = 1
        case videoRetransmission = 2
        case video = 3
    }

    struct Queued: Sendable {
        var packet: RTPPacket
        var priority: Priority
        var isKeyFrame: Bool
        var enqueueTime: Timestamp
        var size: Int
    }

    enum Output: Sendable {
        /// The first packet in the queues, for `popFirst`.
        case packet(probeCluster: Int32)
        /// Fill with at least so many bytes.
        case padding(bytes: Int, probeCluster: Int32)
    }

    static let noProbe: Int32 = -1
    private static let burstInterval = 0.040
    /// A burst stays below this many bytes.
    private static let largestBurst = 63_000.0
    private static let queueLimit = 2.0
    private static let debtLimit = 0.5
    private static let paddingTarget = 0.005

    private var audio: Deque<Queued> = []
    private var audioRetransmissions: Deque<Queued> = []
    private var videoRetransmissions: Deque<Queued> = []
    private var video: Deque<Queued> = []
    private var queuedBytes = 0
    private var queuedCount = 0
    private var sumOfEnqueueTimes: Int64 = 0
    private var probes = ProbeSchedule()
    /// In bit/s.
    private var pacingRate: Double
    private var paddingRate = 0.0
    /// In bytes.
    private var mediaDebt = 0.0
    private var paddingDebt = 0.0
    private var lastUpdate: Timestamp
    /// Set by a full burst, until all that it owes is paid.
    private var isHolding = false
    private var keyFramePacketCount = 0
    private let canPad: Bool

    /// - Parameter canPad: whether there is something to pad with.
    init(pacingRate: Double, canPad: Bool, at now: Timestamp) {
        self.pacingRate = pacingRate
        self.canPad = canPad
        lastUpdate = now
    }

    var isEmpty: Bool { queuedCount == 0 }
    var probesGivenUp: Int64 { probes.givenUpCount }

    mutating func setRates(pacing: Double, padding: Double, at now: Timestamp) {
        drain(to: now)
        pacingRate = pacing
        paddingRate = padding
    }

    mutating func append(_ probe: ProbeCluster, at now: Timestamp) { probes.append(probe, at: now) }

    /// Drops all video that waits, for a key frame that makes it useless; nothing where part of a key frame waits.
    ///
    /// Recorded calls never sent the frames that were encoded before such a key frame (libwebrtc: `keyframe_flushing`).
    ///
    /// - Returns: How many packets it dropped, and the numbers of those that waited to be sent again.
    mutating func flushVideo(at now: Timestamp) -> (packetCount: Int, resendNumbers: [UInt16]) {
        guard keyFramePacketCount == 0 else { return (0, []) }
        let packetCount = videoRetransmissions.count + video.count
        drain(to: now)
        let numbers = videoRetransmissions.map { $0.packet.originalSequenceNumber ?? $0.packet.header.sequenceNumber }
        for queued in videoRetransmissions { forget(queued) }
        for queued in video { forget(queued) }
        videoRetransmissions.removeAll(keepingCapacity: true)
        video.removeAll(keepingCapacity: true)
        return (packetCount, numbers)
    }

    mutating func enqueue(
        _ packet: consuming RTPPacket,
        priority: Priority,
        isKeyFrame: Bool = false,
        size: Int,
        at now: Timestamp
    ) {
        drain(to: now)
        let queued = Queued(
            packet: packet,
            priority: priority,
            isKeyFrame: isKeyFrame,
            enqueueTime: now,
            size: size
        )
        if isKeyFrame { keyFramePacketCount += 1 }
        switch priority {
        case .audio: audio.append(queued)
        case .audioRetransmission: audioRetransmissions.append(queued)
        case .videoRetransmission: videoRetransmissions.append(queued)
        case .video: video.append(queued)
        }
        queuedBytes += size
        queuedCount += 1
        sumOfEnqueueTimes += now.nanoseconds
        probes.mediaQueued(size: size)
    }

    /// Whether audio of a size would be the next thing to send if it were queued: nothing waits, and no probe is under way.
    mutating func passesAtOnce(size: Int, at now: Timestamp) -> Bool {
        drain(to: now)
        probes.mediaQueued(size: size)
        return isEmpty && probes.isIdle
    }

    /// The next thing to send now, if any; what was sent must be told by `sent`.
    mutating func next(at now: Timestamp) -> Output? {
        drain(to: now)
        if !probes.isIdle, let probe = probes.current {
            // A small packet marks the start of the probe.
            if probe.due == nil, canPad { return .padding(bytes: 1, probeCluster: probe.identifier) }
            if let due = probe.due, due > now { return nil }
            if !isEmpty { return .packet(probeCluster: probe.identifier) }
            return .padding(bytes: max(1, probes.missingBytes), probeCluster: probe.identifier)
        }
        if !isEmpty {
            guard hasAudio || mediaWait == 0 else { return nil }
            return .packet(probeCluster: Self.noProbe)
        }
        guard paddingRate > 0, mediaDebt == 0, paddingDebt == 0 else { return nil }
        return .padding(bytes: max(1, Int(paddingRate * Self.paddingTarget / 8)), probeCluster: Self.noProbe)
    }

    /// Takes what went out for the last output; `isExhausted` when padding was wanted and there was none.
    mutating func sent(size: Int, probeCluster: Int32, isExhausted: Bool = false, at now: Timestamp) {
        let limit = Self.debtLimit / 8
        let rate = adjustedRate
        mediaDebt = min(mediaDebt + Double(size), rate * limit)
        paddingDebt = min(paddingDebt + Double(size), paddingRate * limit)
        if mediaDebt * 8 / rate >= min(Self.burstInterval, Self.largestBurst * 8 / rate) { isHolding = true }
        if probeCluster != Self.noProbe {
            probes.sent(size: size, isExhausted: isExhausted, at: now)
        } else if isExhausted {
            paddingRate = 0
        }
    }

    /// When `next` has something again.
    ///
    /// Mutating, though it changes nothing: else the compiler copies the pacer for the call.
    var nextTimeout: Timestamp? {
        mutating get {
            if queuedCount == 0, paddingRate <= 0, probes.isIdle { return nil }
            if let probe = probes.current { return probe.due ?? lastUpdate }
            if hasAudio { return lastUpdate }
            if !isEmpty { return mediaWait.map { lastUpdate + Self.roundedUp($0) } }
            guard paddingRate > 0 else { return nil }
            let wait = max(mediaDebt * 8 / pacingRate, paddingDebt * 8 / paddingRate)
            return lastUpdate + max(Self.roundedUp(wait), TimeDelta(nanoseconds: wait > 0 ? 1_000 : 0))
        }
    }

    private var hasAudio: Bool { !audio.isEmpty }

    /// Seconds until media may go: nothing until a burst is full, then until all that it owes is paid.
    ///
    /// Recorded calls send whole bursts, and what is queued meanwhile, audio too, does not open the gate again.
    private var mediaWait: Double? {
        mutating get {
            guard pacingRate > 0 else { return nil }
            return isHolding ? mediaDebt * 8 / adjustedRate : 0
        }
    }

    /// Fast enough that nothing waits longer than two seconds.
    private var adjustedRate: Double {
        mutating get {
            guard queuedCount > 0 else { return pacingRate }
            let averageWait = Double(lastUpdate.nanoseconds - sumOfEnqueueTimes / Int64(queuedCount)) / 1e9
            return max(pacingRate, Double(queuedBytes * 8) / max(0.001, Self.queueLimit - averageWait))
        }
    }

    private mutating func drain(to now: Timestamp) {
        guard now > lastUpdate else { return }
        let elapsed = (now - lastUpdate).seconds
        mediaDebt = max(0, mediaDebt - adjustedRate * elapsed / 8)
        paddingDebt = max(0, paddingDebt - paddingRate * elapsed / 8)
        if mediaDebt == 0 { isHolding = false }
        lastUpdate = now
    }

    /// Takes out the packet that goes first.
    mutating func popFirst() -> Queued? {
        let first = audio.popFirst() ?? audioRetransmissions.popFirst()
        guard let queued = first ?? videoRetransmissions.popFirst() ?? video.popFirst() else { return nil }
        forget(queued)
        return queued
    }

    private mutating func forget(_ queued: borrowing Queued) {
        if queued.isKeyFrame { keyFramePacketCount -= 1 }
        queuedBytes -= queued.size
        queuedCount -= 1
        sumOfEnqueueTimes -= queued.enqueueTime.nanoseconds
    }

    private static func roundedUp(_ seconds: Double) -> TimeDelta {
        TimeDelta(nanoseconds: Int64((seconds * 1e9).rounded(.up)))
    }
}
