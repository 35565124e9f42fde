import Units

/// Notices that no frame could be decoded for too long (libwebrtc `video_receive_stream_timeout_tracker.cc`).
struct KeyFrameTimeout: Sendable {
    static let waitForKeyFrame = TimeDelta.milliseconds(200)
    static let waitForFrame = TimeDelta.seconds(3)

    /// `distantFuture` before the first packet.
    private(set) var deadline = Timestamp.distantFuture
    private var lastFrame: Timestamp = .start
    private var isWaitingForKeyFrame = true

    private var wait: TimeDelta { isWaitingForKeyFrame ? Self.waitForKeyFrame : Self.waitForFrame }

    mutating func start(waitingForKeyFrame: Bool, at now: Timestamp) {
        isWaitingForKeyFrame = waitingForKeyFrame
        lastFrame = now
        deadline = now + wait
    }

    /// Shortens the wait from now on where the decoder can only go on from a key frame.
    mutating func setWaitingForKeyFrame(at now: Timestamp) {
        isWaitingForKeyFrame = true
        if deadline < .distantFuture, lastFrame + wait < deadline { start(waitingForKeyFrame: true, at: now) }
    }

    mutating func frameReleased(at now: Timestamp) { start(waitingForKeyFrame: false, at: now) }

    /// True when the time is up; the next one runs from now.
    mutating func expires(at now: Timestamp) -> Bool {
        guard now >= deadline else { return false }
        deadline = now + wait
        return true
    }
}
