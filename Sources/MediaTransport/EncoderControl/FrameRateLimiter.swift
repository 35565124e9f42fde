import Units

/// Lets so many frames a second through, evenly spaced (libwebrtc, `framerate_controller.cc`).
struct FrameRateLimiter: Sendable {
    /// Frames a second; `nil` lets all through.
    var maximum: Int?
    private var next: Timestamp?

    mutating func drops(at now: Timestamp) -> Bool {
        let interval = TimeDelta(nanoseconds: 1_000_000_000 / Int64(maximum ?? .max))
        guard interval > .zero else { return false }
        if let next {
            let wait = next - now
            if max(wait, -wait) < interval * 2 {
                guard wait <= .zero else { return true }
                self.next = next + interval
                return false
            }
        }
        // Half an interval ahead only, so that frames that jitter are kept.
        next = now + interval / 2
        return false
    }
}
