import Statistics
import Units

/// CUBIC's congestion avoidance (RFC 9438, 2023), in segments and seconds.
///
/// W(t) = C (t - K)^3 + W_max with C = 0.4 and K = cbrt((W_max - W_epoch) / C); never below what a Reno sender with the
/// same average would have (section 4.3).
struct Cubic: Sendable {
    static let scale = 0.4
    static let decrease = 0.7
    private static let renoIncrease = 3 * (1 - decrease) / (1 + decrease)

    /// The window that the curve levels off at.
    private(set) var plateau = 0.0
    /// How long after the reduction the curve gets there, in seconds.
    private(set) var timeToPlateau = 0.0
    private var windowBefore = 0.0
    private var estimate = 0.0
    private var epochStart: Timestamp?
    private var lastGrowth: Timestamp?

    /// Takes a loss at a window (sections 4.6 and 4.7).
    mutating func noteLoss(at window: Double) {
        // Fast convergence: whoever lost below the last plateau leaves room for newcomers.
        plateau = window < plateau ? window * (1 + Self.decrease) / 2 : window
        windowBefore = window
        epochStart = nil
    }

    /// The curve begins at the window that is there after a time-out, with K = 0 (section 4.8).
    mutating func forget() {
        plateau = 0
        epochStart = nil
    }

    /// Passes over a time in which the application or the receiver kept the window from being used (section 5.8).
    mutating func pause(until now: Timestamp) {
        guard let start = epochStart, let lastGrowth else { return }
        epochStart = start + (now - lastGrowth)
        self.lastGrowth = now
    }

    /// The window after so many segments more were acknowledged.
    mutating func window(_ window: Double, after acknowledged: Double, at now: Timestamp, roundTrip: TimeDelta)
        -> Double
    {
        if epochStart == nil { begin(at: now, window: window) }
        guard let epochStart else { return window }
        lastGrowth = now
        let elapsed = (now - epochStart).seconds
        let increase = estimate < windowBefore ? Self.renoIncrease : 1
        estimate += increase * acknowledged / window
        if curve(at: elapsed) < estimate { return max(window, estimate) }
        let target = min(max(curve(at: elapsed + roundTrip.seconds), window), 1.5 * window)
        return window + acknowledged * (target - window) / window
    }

    private mutating func begin(at now: Timestamp, window: Double) {
        epochStart = now
        estimate = window
        if window < plateau {
            timeToPlateau = Elementary.pow((plateau - window) / Self.scale, 1.0 / 3)
        } else {
            timeToPlateau = 0
            plateau = window
        }
    }

    private func curve(at elapsed: Double) -> Double {
        let distance = elapsed - timeToPlateau
        return Self.scale * distance * distance * distance + plateau
    }
}
