import Units

/// Tells when the encoders, not the network, set the rate (libwebrtc, `alr_detector.cc`).
struct ApplicationLimitedDetector: Sendable {
    /// The share of the estimate that counts as a full use.
    private static let budgetShare = 0.65
    private static let window = TimeDelta.milliseconds(500)
    private static let startLevel = 0.8
    private static let stopLevel = 0.5

    private(set) var isLimited = false
    /// When it last ceased to be so; `nil` before.
    private(set) var endedAt: Timestamp?
    /// Bits that could have been sent and were not, at most a window's worth either way.
    private var budget = 0.0
    private var last: Timestamp?

    mutating func packetSent(size: Int, estimate: Double, at now: Timestamp) {
        let most = estimate * Self.budgetShare * Self.window.seconds
        guard most > 0 else { return }
        let elapsed = (now - (last ?? now)).seconds
        last = now
        budget = min(budget + elapsed * estimate * Self.budgetShare, most)
        budget = max(budget - Double(size * 8), -most)
        let level = budget / most
        if !isLimited, level > Self.startLevel {
            isLimited = true
        } else if isLimited, level < Self.stopLevel {
            isLimited = false
            endedAt = now
        }
    }
}
