import QualityModels
import Statistics
import VirtualTime

/// How sure one can be of an aggregate, by the method that suits how its samples came.
///
/// - One sample a call, no call sharing anything: Clopper-Pearson for shares, order statistics for quantiles.
/// - Several samples a call or partition: the same with whole calls or partitions as the trials (`ClusteredShare`).
/// - Averages: the percentile bootstrap over whole clusters, 2,000 replicates; from 2,000 clusters on, its
///   large-sample form (`LinearisedMean`); nothing below six clusters, or where all samples are equal, since
///   resampling would then show no spread at all.
struct ThresholdInterval {
    /// At 95 % between both ends.
    let twoSided: ConfidenceInterval?
    /// Each end by itself at 95 %, which are the ends of the two-sided interval at 90 %.
    let oneSided: ConfidenceInterval?

    static let replicateCount = 2_000
    static let clusterCountMin = 6
    static let bootstrapClusterCountMax = 2_000

    init(_ aggregate: ThresholdExpression.Aggregate, of selection: SampleSelection, seed: UInt64) {
        let sorted = selection.sorted
        guard !sorted.isEmpty else {
            (twoSided, oneSided) = (nil, nil)
            return
        }
        guard aggregate.quantileFraction != nil || aggregate.isShare else {
            (twoSided, oneSided) = Self.average(selection.knownClusters, sorted: sorted, seed: seed)
            return
        }
        // The ends of a minimum or maximum are the samples themselves, however they hang together.
        let isExact = selection.isIndependent || aggregate.isExtreme
        let sizes = isExact ? sorted.map { _ in 1 } : selection.knownClusters.map(\.count)
        twoSided = Self.exact(aggregate, sorted: sorted, clusterSizes: sizes, isExact: isExact, confidence: 0.95)
        oneSided = Self.exact(aggregate, sorted: sorted, clusterSizes: sizes, isExact: isExact, confidence: 0.90)
    }

    /// The interval of a group's aggregate by itself; of shares Wilson's, from which that of a difference is recovered.
    static func ofGroup(
        _ aggregate: ThresholdExpression.Aggregate,
        of selection: SampleSelection,
        confidence: Double,
        seed: UInt64
    ) -> ConfidenceInterval? {
        let sorted = selection.sorted
        guard !sorted.isEmpty else { return nil }
        let clusters = selection.knownClusters
        let sizes = selection.isIndependent ? sorted.map { _ in 1 } : clusters.map(\.count)
        if aggregate.isShare {
            let share = Double(sorted.count { aggregate.counts($0) == true }) / Double(sorted.count)
            let trials = ClusteredShare(clusterSizes: sizes).effectiveTrials
            return WilsonScore.interval(share: share, trials: trials, confidence: confidence)
        }
        guard aggregate.quantileFraction == nil else {
            return exact(
                aggregate,
                sorted: sorted,
                clusterSizes: sizes,
                isExact: selection.isIndependent,
                confidence: confidence
            )
        }
        guard clusters.count >= clusterCountMin, sorted.first != sorted.last else { return nil }
        return average(clusters, confidences: [confidence], seed: seed)[0]
    }

    private static func exact(
        _ aggregate: ThresholdExpression.Aggregate,
        sorted: [Double],
        clusterSizes: [Int],
        isExact: Bool,
        confidence: Double
    ) -> ConfidenceInterval? {
        let clustered = ClusteredShare(clusterSizes: clusterSizes)
        if let fraction = aggregate.quantileFraction {
            return isExact
                ? OrderStatistics.interval(sorted: sorted, fraction: fraction, confidence: confidence)
                : clustered.interval(sorted: sorted, fraction: fraction, confidence: confidence)
        }
        let successes = sorted.count { aggregate.counts($0) == true }
        return isExact
            ? ClopperPearson.interval(successes: successes, trials: sorted.count, confidence: confidence)
            : clustered.interval(count: successes, confidence: confidence)
    }

    private static func average(
        _ clusters: [[Double]],
        sorted: [Double],
        seed: UInt64
    ) -> (ConfidenceInterval?, ConfidenceInterval?) {
        guard clusters.count >= clusterCountMin, sorted.first != sorted.last else { return (nil, nil) }
        let both = average(clusters, confidences: [0.95, 0.90], seed: seed)
        return (both[0], both[1])
    }

    private static func average(
        _ clusters: [[Double]],
        confidences: [Double],
        seed: UInt64
    ) -> [ConfidenceInterval] {
        if clusters.count > bootstrapClusterCountMax {
            let mean = LinearisedMean(clusters: clusters)
            return confidences.map { mean.interval(confidence: $0) }
        }
        // The last of the shared owners is kept for results, so that no link's stream is drawn from, and every
        // threshold resamples alike.
        var random = RandomStream(seed: seed, owner: .max, cause: .resampling)
        let replicates = ClusterBootstrap(clusters: clusters).replicates(replicateCount, using: &random) { samples in
            CompensatedSum(samples).value / Double(samples.count)
        }
        return confidences.map { percentiles(replicates, confidence: $0) }
    }

    private static func percentiles(_ replicates: [Double], confidence: Double) -> ConfidenceInterval {
        let tail = (1 - confidence) / 2
        return ConfidenceInterval(
            lower: Quantile.type7(sorted: replicates, fraction: tail),
            upper: Quantile.type7(sorted: replicates, fraction: 1 - tail)
        )
    }
}
