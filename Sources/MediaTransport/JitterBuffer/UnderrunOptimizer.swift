/// The delay under which at most one half second in twenty would run dry (libwebrtc `underrun_optimizer.cc`).
struct UnderrunOptimizer: Sendable {
    /// Delay buckets of 20 ms; what lies beyond 2 s is not learned from.
    static let bucketMilliseconds = 20
    static let bucketCount = 100
    /// 0.95 in Q30.
    private static let quantile = Int(0.95 * Double(ForgettingHistogram.one))
    /// One histogram add for each interval longer than this.
    private static let resampleMilliseconds: Int64 = 500

    private(set) var optimalDelayMilliseconds: Int?
    private var histogram = ForgettingHistogram(
        bucketCount: Self.bucketCount,
        steadyForgetFactor: 32_211,  // 0.983 in Q15
        startForgetWeight: 2
    )
    private var intervalStart: Int64?
    private var delayMaxInInterval = 0

    /// Takes the relative delay of one packet that was not reordered.
    mutating func update(relativeDelayMilliseconds delay: Int, atMilliseconds now: Int64) {
        let start = intervalStart ?? now
        intervalStart = start
        if now - start > Self.resampleMilliseconds {
            add(delayMaxInInterval)
            intervalStart = now
            delayMaxInInterval = 0
        }
        delayMaxInInterval = max(delayMaxInInterval, delay)
    }

    /// Adds the largest delay of one interval.
    mutating func add(_ delay: Int) {
        let bucket = delay / Self.bucketMilliseconds
        if bucket < Self.bucketCount { histogram.add(bucket) }
        optimalDelayMilliseconds = (1 + histogram.quantile(Self.quantile)) * Self.bucketMilliseconds
    }

    mutating func reset() {
        histogram.reset()
        intervalStart = nil
        delayMaxInInterval = 0
        optimalDelayMilliseconds = nil
    }
}
