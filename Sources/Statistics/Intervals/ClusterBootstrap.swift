/// Intervals for any statistic of samples that come in dependent clusters, such as the windows of one call.
///
/// Whole clusters are drawn with replacement, so that what happens within one stays together; the interval is the
/// percentile interval of Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapters 8.5 and 13.
/// Each replicate takes exactly one number from the generator for each cluster.
public struct ClusterBootstrap: Sendable {
    private let values: [Double]
    private let owners: [Int]
    private let clusterCount: Int

    /// Takes the samples of every cluster; a cluster may be empty.
    public init(clusters: [[Double]]) {
        clusterCount = clusters.count
        var pairs: [(value: Double, owner: Int)] = []
        pairs.reserveCapacity(clusters.reduce(0) { $0 + $1.count })
        for (owner, cluster) in clusters.enumerated() {
            for value in cluster { pairs.append((value, owner)) }
        }
        // Sorted once, every replicate comes out in order by repeating each value as often as its cluster was drawn.
        pairs.sort { $0.value < $1.value || ($0.value == $1.value && $0.owner < $1.owner) }
        values = pairs.map(\.value)
        owners = pairs.map(\.owner)
    }

    /// The two-sided percentile interval of `statistic`, which is given the samples in ascending order.
    ///
    /// `nil` with fewer than two clusters, which say nothing of how clusters differ, or where no replicate has a value.
    public func interval(
        confidence: Double = 0.95,
        replicates: Int = 1_000,
        using generator: inout some RandomNumberGenerator,
        of statistic: ([Double]) -> Double?
    ) -> ConfidenceInterval? {
        guard clusterCount > 1 else { return nil }
        let drawn = self.replicates(replicates, using: &generator, of: statistic)
        guard !drawn.isEmpty else { return nil }
        let tail = (1 - confidence) / 2
        return ConfidenceInterval(
            lower: Quantile.type7(sorted: drawn, fraction: tail),
            upper: Quantile.type7(sorted: drawn, fraction: 1 - tail)
        )
    }

    /// The statistic of each replicate in ascending order, leaving out those without a value.
    public func replicates(
        _ count: Int,
        using generator: inout some RandomNumberGenerator,
        of statistic: ([Double]) -> Double?
    ) -> [Double] {
        guard clusterCount > 0 else { return [] }
        var results: [Double] = []
        results.reserveCapacity(count)
        var times = [Int](repeating: 0, count: clusterCount)
        var sample: [Double] = []
        sample.reserveCapacity(values.count)
        for _ in 0..<count {
            for index in times.indices { times[index] = 0 }
            for _ in 0..<clusterCount {
                // The high half of the product is uniform to 2^-64; the standard library's way may change with Swift.
                times[Int(generator.next().multipliedFullWidth(by: UInt64(clusterCount)).high)] += 1
            }
            sample.removeAll(keepingCapacity: true)
            for (index, value) in values.enumerated() {
                for _ in 0..<times[owners[index]] { sample.append(value) }
            }
            if let result = statistic(sample) { results.append(result) }
        }
        results.sort()
        return results
    }
}
