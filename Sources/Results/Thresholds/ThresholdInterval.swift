import QualityModels
import Statistics
import VirtualTime

/// How sure one can be of an aggregate, by the method that suits how its samples came.
///
/// - One sample a call, no call sharing anything: Clopper-Pearson for shares, order statistics for quantiles.
/// - Otherwise, and for averages: the percentile bootstrap over whole clusters, 2,000 replicates; from 2,000 clusters
///   on, its large-sample form (`LinearisedInterval`).
/// - All samples equal: the exact methods with one sample a cluster, since resampling would show no spread at all.
/// - Fewer than six clusters: nothing, for not even a median has an interval at 95 % then (2 x 0.5^5 > 0.05).
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
        let clusters = selection.knownClusters
        let isUniform = sorted.first == sorted.last
        guard !sorted.isEmpty else {
            (twoSided, oneSided) = (nil, nil)
            return
        }
        if aggregate.isExtreme || (selection.isIndependent && aggregate.isExact) {
            twoSided = Self.exact(aggregate, sorted: sorted, confidence: 0.95)
            oneSided = Self.exact(aggregate, sorted: sorted, confidence: 0.90)
        } else if isUniform {
            let representatives = clusters.compactMap(\.first)
            twoSided = Self.exact(aggregate, sorted: representatives, confidence: 0.95)
            oneSided = Self.exact(aggregate, sorted: representatives, confidence: 0.90)
        } else if clusters.count < Self.clusterCountMin {
            (twoSided, oneSided) = (nil, nil)
        } else if clusters.count > Self.bootstrapClusterCountMax {
            let linearised = LinearisedInterval(aggregate, clusters: clusters, sorted: sorted)
            twoSided = linearised.interval(confidence: 0.95)
            oneSided = linearised.interval(confidence: 0.90)
        } else {
            let replicates = Self.replicates(aggregate, of: clusters, seed: seed)
            let edges = SampleEdges(sorted: sorted, clusterCount: clusters.count, fraction: aggregate.quantileFraction)
            twoSided = edges.opening(Self.percentiles(replicates, confidence: 0.95), confidence: 0.95)
            oneSided = edges.opening(Self.percentiles(replicates, confidence: 0.90), confidence: 0.90)
        }
    }

    private static func exact(
        _ aggregate: ThresholdExpression.Aggregate,
        sorted: [Double],
        confidence: Double
    ) -> ConfidenceInterval? {
        if let fraction = aggregate.quantileFraction {
            return OrderStatistics.interval(sorted: sorted, fraction: fraction, confidence: confidence)
        }
        guard aggregate.isShare else { return nil }
        let successes = sorted.count { aggregate.counts($0) == true }
        return ClopperPearson.interval(successes: successes, trials: sorted.count, confidence: confidence)
    }

    private static func replicates(
        _ aggregate: ThresholdExpression.Aggregate,
        of clusters: [[Double]],
        seed: UInt64
    ) -> [Double] {
        // The last of the shared owners is kept for results, so that no call's or link's stream is drawn from, and
        // every threshold resamples alike.
        var random = RandomStream(seed: seed, owner: .max, cause: .assignment)
        return ClusterBootstrap(clusters: clusters)
            .replicates(replicateCount, using: &random) { aggregate.value(ofSorted: $0) }
    }

    private static func percentiles(_ replicates: [Double], confidence: Double) -> ConfidenceInterval {
        let tail = (1 - confidence) / 2
        return ConfidenceInterval(
            lower: Quantile.type7(sorted: replicates, fraction: tail),
            upper: Quantile.type7(sorted: replicates, fraction: 1 - tail)
        )
    }
}

extension ThresholdExpression.Aggregate {
    /// Whether independent samples have an exact interval for it.
    fileprivate var isExact: Bool { isShare || quantileFraction != nil }
}

/// Where the samples of a quantile end, beyond which resampling cannot see.
private struct SampleEdges {
    let sorted: [Double]
    let clusterCount: Int
    let fraction: Double?

    /// Leaves an end open that lies on the outermost sample when the clusters are too few to bound the quantile there.
    func opening(_ interval: ConfidenceInterval, confidence: Double) -> ConfidenceInterval {
        guard let fraction else { return interval }
        let oneSided = (1 + confidence) / 2
        let needed = (
            below: SampleSize.toBoundBelow(quantile: fraction, confidence: oneSided) ?? .max,
            above: SampleSize.toBoundAbove(quantile: fraction, confidence: oneSided) ?? .max
        )
        return ConfidenceInterval(
            lower: interval.lower == sorted.first && clusterCount < needed.below ? nil : interval.lower,
            upper: interval.upper == sorted.last && clusterCount < needed.above ? nil : interval.upper
        )
    }
}
