import Units

/// What the delay says of the bottleneck's queue.
enum BandwidthUsage: Sendable {
    case normal
    /// The queue drains.
    case underusing
    /// The queue grows.
    case overusing
}

/// Holds the growth of delay against a threshold that follows it, so that other traffic does not starve the call
/// (draft-ietf-rmcat-gcc-02, section 5.4; libwebrtc, `overuse_detector.cc` and `trendline_estimator.cc`, which agree).
struct OveruseDetector: Sendable {
    private static let largestDeltaCount = 60
    /// Milliseconds of overuse, in sent time, before it is believed.
    private static let overuseTime = 10.0
    private static let thresholdRange = 6.0...600
    /// Excesses beyond this many milliseconds do not move the threshold.
    private static let largestAdaptOffset = 15.0
    private static let adaptUp = 0.0087
    private static let adaptDown = 0.039
    /// Milliseconds at most that one step of the threshold counts for.
    private static let longestStep = 100.0

    private(set) var usage = BandwidthUsage.normal
    private var threshold = 12.5
    private var previousGrowth = 0.0
    private var timeOverusing: Double?
    private var overuseCount = 0
    private var lastAdaptation: Timestamp?

    /// Takes what grew, in ms a group, after so many groups; the last was sent `sendDelta` ms after the one before.
    mutating func receive(growth: Double, sendDelta: Double, deltaCount: Int, at now: Timestamp) {
        guard deltaCount >= 2 else { return }
        let excess = Double(min(deltaCount, Self.largestDeltaCount)) * growth
        if excess > threshold {
            // The queue began to grow somewhere between the two groups.
            let time = timeOverusing.map { $0 + sendDelta } ?? sendDelta / 2
            timeOverusing = time
            overuseCount += 1
            if time > Self.overuseTime, overuseCount > 1, growth >= previousGrowth {
                timeOverusing = 0
                overuseCount = 0
                usage = .overusing
            }
        } else {
            timeOverusing = nil
            overuseCount = 0
            usage = excess < -threshold ? .underusing : .normal
        }
        previousGrowth = growth
        adapt(to: excess.magnitude, at: now)
    }

    private mutating func adapt(to excess: Double, at now: Timestamp) {
        defer { lastAdaptation = now }
        guard excess <= threshold + Self.largestAdaptOffset else { return }
        let elapsed = min(max(now - (lastAdaptation ?? now), .zero).milliseconds, Self.longestStep)
        let gain = excess < threshold ? Self.adaptDown : Self.adaptUp
        let moved = threshold + gain * (excess - threshold) * elapsed
        threshold = min(max(moved, Self.thresholdRange.lowerBound), Self.thresholdRange.upperBound)
    }
}
