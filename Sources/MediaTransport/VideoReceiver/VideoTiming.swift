import Units

/// When to show a frame and when to begin decoding it (libwebrtc `timing.cc`).
struct VideoTiming: Sendable {
    /// How long before its render time a frame is handed to the renderer.
    static let renderDelay = TimeDelta.milliseconds(10)
    /// Beyond this any delay is a sign of a broken time stamp.
    static let delayMax = TimeDelta.seconds(10)

    /// The least delay that the outside asks for, as audio and video synchronisation does.
    var minimumPlayoutDelay = TimeDelta.zero
    private(set) var currentDelay = TimeDelta.zero
    private(set) var jitterDelay = TimeDelta.zero
    private var decodeTimes = DecodeTimeFilter()
    private var extrapolator = TimestampExtrapolator()

    /// The delay between extrapolated arrival and showing that the present jitter asks for.
    var targetDelay: TimeDelta {
        max(minimumPlayoutDelay, jitterDelay + decodeTimes.requiredDecodeTime + Self.renderDelay)
    }

    mutating func frameArrived(rtpTimestamp: UInt32, at arrival: Timestamp) {
        extrapolator.update(rtpTimestamp: rtpTimestamp, arrival: arrival)
    }

    mutating func frameDecoded(in decodeTime: TimeDelta, at now: Timestamp) { decodeTimes.add(decodeTime, at: now) }

    func renderTime(rtpTimestamp: UInt32, at now: Timestamp) -> Timestamp {
        let arrival = extrapolator.arrivalTime(rtpTimestamp: rtpTimestamp) ?? now
        return arrival + min(max(currentDelay, minimumPlayoutDelay), Self.delayMax)
    }

    /// How long a frame can wait before it must go to the decoder; negative when it is late.
    func waitingTime(renderTime: Timestamp, at now: Timestamp) -> TimeDelta {
        renderTime - now - decodeTimes.requiredDecodeTime - Self.renderDelay
    }

    mutating func setJitterDelay(_ delay: TimeDelta) {
        guard delay != jitterDelay else { return }
        jitterDelay = delay
        if currentDelay == .zero { currentDelay = delay }
    }

    /// Lets the current delay rise by how late a frame was released, at most to the target.
    mutating func updateCurrentDelay(renderTime: Timestamp, releasedAt now: Timestamp) {
        let lateness = now - renderTime + decodeTimes.requiredDecodeTime + Self.renderDelay
        guard lateness.wholeMilliseconds >= 0 else { return }
        currentDelay = min(currentDelay + lateness, targetDelay)
    }

    /// Whether a render time cannot be meant.
    func isImplausible(renderTime: Timestamp, at now: Timestamp) -> Bool {
        let distance = renderTime - now
        return distance > Self.delayMax || -distance > Self.delayMax || targetDelay > Self.delayMax
    }

    mutating func reset(at now: Timestamp) {
        extrapolator.reset(at: now)
        currentDelay = .zero
        jitterDelay = .zero
    }
}
