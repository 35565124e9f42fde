import Units

/// Which RTP time stamp goes with which moment, for sender reports.
struct StreamClocks: Hashable, Sendable {
    struct Point: Hashable, Sendable {
        var rtpTimestamp: UInt32
        var time: Timestamp
    }

    static let audioRate: Int64 = 48_000
    static let videoRate: Int64 = 90_000

    var audio: Point?
    var video: Point?

    /// The last frame's time stamp, carried on to `now`.
    func rtpTimestamp(of kind: MediaKind, at now: Timestamp) -> UInt32? {
        guard let point = kind == .audio ? audio : video else { return nil }
        let rate = kind == .audio ? Self.audioRate : Self.videoRate
        let elapsed = (now - point.time).nanoseconds
        let (seconds, rest) = elapsed.quotientAndRemainder(dividingBy: 1_000_000_000)
        return point.rtpTimestamp &+ UInt32(truncatingIfNeeded: seconds * rate + rest * rate / 1_000_000_000)
    }
}
