/// How the last step ended; what a step may do depends on it (libwebrtc `neteq.h`, `Mode`).
enum AudioMode: Sendable {
    case normal
    case expand
    case merge
    case stretched
    case stretchFailed
    case comfortNoise
    /// The codec filled the gap, and not `expand`.
    case codecConcealment
    case error

    var isConcealment: Bool { self == .expand || self == .codecConcealment }
}

/// What a decision is made from; samples at 48 kHz, time stamps unwrapped.
struct AudioStatus: Sendable {
    var targetTimestamp: Int64
    var bufferedSampleCount: Int
    var lastMode: AudioMode
    var muteFactor: Double
    var generatedNoiseSampleCount: Int64
    /// Where the next packet in the buffer begins.
    var nextTimestamp: Int64?
    var bufferContainsDTX: Bool
    /// From the start of the oldest packet to the end of the newest, in samples.
    var span: Int64
    /// From the start of the oldest packet to the start of the newest, in samples, and when that one came.
    var startSpan: Int64
    var newestMilliseconds: Int64
    /// The pull clock in ms.
    var milliseconds: Int64

    /// From the start of the oldest packet to the start of the newest and on by the newest one's wait, in samples.
    var spanWithWaitingTime: Int64 { nextTimestamp == nil ? 0 : startSpan + (milliseconds - newestMilliseconds) * 48 }
}

/// What to do in a step before the jitter buffer looks at how much has been decoded.
enum AudioInstruction: Hashable, Sendable {
    case normal, expand, merge, accelerate, fastAccelerate, preemptiveExpand, comfortNoise
    /// The stream makes no sense any more: start again at the next packet.
    case reset

    /// Whether it is done though 10 ms are held already, and not on a packet of discontinuous transmission.
    var mayNeedMoreThanAStep: Bool {
        switch self {
        case .merge, .accelerate, .fastAccelerate, .preemptiveExpand: true
        case .normal, .expand, .comfortNoise, .reset: false
        }
    }
}

/// One decision a 10 ms step (libwebrtc `decision_logic.cc`).
struct AudioDecisionLogic: Sendable {
    /// The least time between two stretches, in steps of 10 ms.
    static let stretchSpacingStepCount = 5
    /// How far the buffer may be from the target before a stretch.
    static let delayGranularityMilliseconds = 20
    /// After a fade, decoding waits until the buffer holds this share of the target.
    static let postponeDecodingPercent = 50
    /// How far beyond the target the buffer may grow while concealment waits for its end.
    static let waitForPacketMilliseconds = 50
    /// The codec's own noise ends after this long without a packet.
    static let comfortNoiseTimeoutMilliseconds: Int64 = 1_000

    var targetDelay: TargetDelay
    private(set) var history = PacketArrivalHistory()
    private(set) var consecutiveExpandCount = 0
    private(set) var bufferLevel = BufferLevelFilter()
    private var hasStretched = false
    /// What the last stretch left and took away, in samples.
    private var stretchedSampleCount: Int64 = 0
    private var stepsToNextStretch = Self.stretchSpacingStepCount + 1
    private var packetSampleCount = 0

    init(packetCountMax: Int) { targetDelay = TargetDelay(packetCountMax: packetCountMax) }

    /// Takes the arrival of one packet with media of its own; returns its relative delay where it tells one.
    mutating func packetArrived(timestamp: Int64, sampleCount: Int, atMilliseconds now: Int64) -> Int? {
        if sampleCount > 0, sampleCount != packetSampleCount {
            packetSampleCount = sampleCount
            targetDelay.packetMilliseconds = sampleCount / 48
        }
        let isInserted = history.insert(timestamp: timestamp, sampleCount: sampleCount, atMilliseconds: now)
        guard isInserted, history.count >= 2 else { return nil }
        let delay = history.delayMilliseconds(of: timestamp, atMilliseconds: now)
        let isReordered = !history.isNewest(timestamp)
        targetDelay.update(relativeDelayMilliseconds: delay, isReordered: isReordered, atMilliseconds: now)
        return delay
    }

    /// Starts afresh after the packet buffer overflowed or a new stream began.
    mutating func softReset() {
        packetSampleCount = 0
        hasStretched = false
        stretchedSampleCount = 0
        bufferLevel.reset()
        stepsToNextStretch = Self.stretchSpacingStepCount + 1
        targetDelay.reset()
        history.reset()
    }

    /// Notes that a stretch is being tried; it counts only if it succeeds.
    mutating func noteStretch(samplesLeft: Int) {
        hasStretched = true
        stretchedSampleCount = Int64(samplesLeft)
    }

    /// Notes what a stretch removed; inserted samples count negatively.
    mutating func noteStretched(removedSampleCount: Int) { stretchedSampleCount += Int64(removedSampleCount) }

    /// Notes what the step executes.
    mutating func note(executed instruction: AudioInstruction) {
        consecutiveExpandCount = instruction == .expand ? consecutiveExpandCount + 1 : 0
    }

    @inline(__always)
    mutating func decide(_ status: AudioStatus) -> AudioInstruction {
        stepsToNextStretch = max(stepsToNextStretch - 1, 0)
        let succeeded = hasStretched && status.lastMode == .stretched
        if succeeded { stepsToNextStretch = Self.stretchSpacingStepCount }
        if !status.lastMode.isConcealment, status.lastMode != .comfortNoise {
            bufferLevel.setTarget(milliseconds: targetDelay.targetMilliseconds)
            bufferLevel.update(
                sampleCount: status.span,
                stretchedSampleCount: succeeded ? stretchedSampleCount : 0
            )
            hasStretched = false
        }

        if status.lastMode == .error { return status.nextTimestamp == nil ? .expand : .reset }
        guard let next = status.nextTimestamp else { return Self.noPacket(status) }
        if postponesDecoding(status) { return Self.noPacket(status) }
        if next == status.targetTimestamp { return expectedPacketAvailable(status) }
        let leap = next - status.targetTimestamp
        if leap < 0, leap > -AudioPacketBuffer.obsoleteHorizon { return .reset }
        return futurePacketAvailable(status, leap: leap < 0 ? .max : leap)
    }

    private static func noPacket(_ status: AudioStatus) -> AudioInstruction {
        guard status.lastMode == .comfortNoise else { return .expand }
        return status.generatedNoiseSampleCount > comfortNoiseTimeoutMilliseconds * 48 ? .expand : .comfortNoise
    }

    // Mutating, as below, though they change nothing: else the compiler copies the whole machine for the call.
    private mutating func postponesDecoding(_ status: AudioStatus) -> Bool {
        let isQuiet =
            status.lastMode == .comfortNoise || (status.lastMode == .expand && status.muteFactor < 0.5)
        guard isQuiet, !status.bufferContainsDTX else { return false }
        let target = Int64(targetDelay.targetMilliseconds * 48)
        return status.spanWithWaitingTime < target * Int64(Self.postponeDecodingPercent) / 100
    }

    @inline(__always)
    private mutating func expectedPacketAvailable(_ status: AudioStatus) -> AudioInstruction {
        guard status.lastMode != .expand else { return .normal }
        let playout = status.targetTimestamp - Int64(status.bufferedSampleCount)
        let delay = history.delayMilliseconds(of: playout, atMilliseconds: status.milliseconds)
        let low = targetDelay.targetMilliseconds
        let high = low + history.delayMaxMilliseconds + Self.delayGranularityMilliseconds
        if delay >= high * 4 { return .fastAccelerate }
        guard stepsToNextStretch == 0 else { return .normal }
        if delay >= high { return .accelerate }
        return delay < low ? .preemptiveExpand : .normal
    }

    /// Concealment, or the codec's noise, lasts as long as the gap, unless more waits than the target asks for.
    private mutating func futurePacketAvailable(_ status: AudioStatus, leap: Int64) -> AudioInstruction {
        let generated: Int64
        switch status.lastMode {
        case .expand, .codecConcealment: generated = Int64(consecutiveExpandCount) * 480
        case .comfortNoise: generated = status.generatedNoiseSampleCount
        case .normal, .merge, .stretched, .stretchFailed, .error: return .expand
        }
        let wait = Int64(targetDelay.targetMilliseconds + Self.waitForPacketMilliseconds)
        if leap > generated, status.spanWithWaitingTime / 48 <= wait { return Self.noPacket(status) }
        // The delay changes where the gap was not filled exactly.
        if leap != generated { bufferLevel.set(sampleCount: status.spanWithWaitingTime) }
        return status.lastMode == .expand ? .merge : .normal
    }
}
