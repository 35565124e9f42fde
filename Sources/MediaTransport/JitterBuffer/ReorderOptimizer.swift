/// The delay that weighs waiting for reordered packets against losing them (libwebrtc `reorder_optimizer.cc`).
struct ReorderOptimizer: Sendable {
    /// How much delay one per cent of late packets is worth.
    private static let millisecondsPerLossPercent = 20

    private(set) var optimalDelayMilliseconds: Int?
    private var histogram = ForgettingHistogram(
        bucketCount: UnderrunOptimizer.bucketCount,
        steadyForgetFactor: 32_745,  // 0.9993 in Q15
        startForgetWeight: 2
    )

    /// Takes one packet; `base` is the delay that is paid anyway.
    mutating func update(relativeDelayMilliseconds delay: Int, isReordered: Bool, base: Int) {
        let bucket = isReordered ? delay / UnderrunOptimizer.bucketMilliseconds : 0
        if bucket < UnderrunOptimizer.bucketCount { histogram.add(bucket) }
        optimalDelayMilliseconds = (1 + cheapestBucket(base: base)) * UnderrunOptimizer.bucketMilliseconds
    }

    mutating func reset() {
        histogram.reset()
        optimalDelayMilliseconds = nil
    }

    private func cheapestBucket(base: Int) -> Int {
        var lossProbability = ForgettingHistogram.one
        var costMin = Int.max
        var best = 0
        for (index, probability) in histogram.buckets.enumerated() {
            lossProbability -= probability
            let delay = max(0, index * UnderrunOptimizer.bucketMilliseconds - base) << 30
            let cost = delay + 100 * Self.millisecondsPerLossPercent * lossProbability
            if cost < costMin {
                costMin = cost
                best = index
            }
            if lossProbability == 0 { break }
        }
        return best
    }
}
