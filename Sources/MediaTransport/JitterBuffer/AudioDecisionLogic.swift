/// How the last step ended; what a step may do depends on it (libwebrtc `neteq.h`, `Mode`).
enum AudioMode: Sendable {
    case normal
    case expand
    case merge
    case stretched
    case stretchFailed
    case comfortNoise
    case error
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
    var spanWithWaitingTime: Int64
    /// The pull clock in ms.
    var milliseconds: Int64
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
    /// After this many steps of concealment the stream starts afresh (remembered: 1 s).
    static let consecutiveExpandCountMax = 100

    var targetDelay: TargetDelay
    private(set) var history = PacketArrivalHistory()
    private(set) var consecutiveExpandCount = 0
    private var hasStretched = false
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
        stepsToNextStretch = Self.stretchSpacingStepCount + 1
        targetDelay.reset()
        history.reset()
    }

    /// Notes that a stretch is being tried; it counts only if it succeeds.
    mutating func noteStretch() { hasStretched = true }

    /// Notes what the step executes.
    mutating func note(executed instruction: AudioInstruction) {
        consecutiveExpandCount = instruction == .expand ? consecutiveExpandCount + 1 : 0
    }

    mutating func decide(_ status: AudioStatus) -> AudioInstruction {
        stepsToNextStretch = max(stepsToNextStretch - 1, 0)
        if hasStretched, status.lastMode == .stretched { stepsToNextStretch = Self.stretchSpacingStepCount }
        if status.lastMode != .expand, status.lastMode != .comfortNoise { hasStretched = false }

        if status.lastMode == .error { return status.nextTimestamp == nil ? .expand : .reset }
        guard let next = status.nextTimestamp else { return Self.noPacket(status) }
        if consecutiveExpandCount > Self.consecutiveExpandCountMax { return .normal }
        if postponesDecoding(status) { return Self.noPacket(status) }
        if next == status.targetTimestamp { return expectedPacketAvailable(status) }
        let leap = next - status.targetTimestamp
        if leap < 0, leap > -AudioPacketBuffer.obsoleteHorizon { return .reset }
        return futurePacketAvailable(status, nextTimestamp: next, leap: leap < 0 ? .max : leap)
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

    private mutating func futurePacketAvailable(
        _ status: AudioStatus,
        nextTimestamp: Int64,
        leap: Int64
    ) -> AudioInstruction {
        switch status.lastMode {
        case .expand:
            let isEarly = leap > Int64(consecutiveExpandCount) * 480
            let wait = Int64(targetDelay.targetMilliseconds + Self.waitForPacketMilliseconds)
            return isEarly && status.spanWithWaitingTime / 48 <= wait ? .expand : .merge
        case .comfortNoise:
            // Keeps the delay as it was before the pause, within half a step of the target (band remembered).
            let delay = history.delayMilliseconds(of: nextTimestamp, atMilliseconds: status.milliseconds)
            let band = Self.delayGranularityMilliseconds / 2
            let target = targetDelay.targetMilliseconds
            let hasEnough = status.generatedNoiseSampleCount >= leap
            return (hasEnough && delay >= target - band) || delay > target + band ? .normal : .comfortNoise
        case .normal, .merge, .stretched, .stretchFailed, .error:
            return .expand
        }
    }
}
