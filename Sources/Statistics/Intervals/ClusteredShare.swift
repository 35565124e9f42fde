/// What dependent samples, such as the windows of one call, say of a share and of a quantile.
///
/// Only clusters are independent. A share of a cluster's samples varies no more than a single yes or no of the same
/// mean, so that as many yes-or-no trials as there are clusters claim no more than the data hold; clusters of unequal
/// size count as Kish's effective number ("Survey Sampling", 1965, 8.2), and Clopper and Pearson's interval is taken
/// with that number and fractional successes (Korn and Graubard, Survey Methodology 24, 1998). With one sample a
/// cluster it is Clopper and Pearson's interval, and the quantile's that of order statistics.
public struct ClusteredShare: Sendable {
    /// How many independent yes-or-no trials the samples are worth at least (Kish).
    public var effectiveTrials: Double { trials }

    private let trials: Double
    private let sampleCount: Double

    /// Takes the sizes of the clusters; empty ones say nothing.
    public init(clusterSizes: [Int]) {
        let total = clusterSizes.reduce(0, +)
        let squares = clusterSizes.reduce(0) { $0 + $1 * $1 }
        sampleCount = Double(total)
        trials = squares > 0 ? Double(total) * Double(total) / Double(squares) : 0
    }

    /// The interval of the share of which `count` samples are; `nil` without samples.
    public func interval(count: Int, confidence: Double = 0.95) -> ConfidenceInterval? {
        guard trials > 0 else { return nil }
        let tail = (1 - confidence) / 2
        return ConfidenceInterval(
            lower: lowerBound(count: Double(count), tail: tail),
            upper: 1 - lowerBound(count: sampleCount - Double(count), tail: tail)
        )
    }

    /// The interval of a quantile whose ends are samples, from values in ascending order.
    ///
    /// An end is `nil` where the clusters are too few for it.
    public func interval(sorted values: [Double], fraction: Double, confidence: Double = 0.95) -> ConfidenceInterval {
        let tail = (1 - confidence) / 2
        let lower = lowerRank(fraction: fraction, tail: tail)
        let upper = lowerRank(fraction: 1 - fraction, tail: tail)
        return ConfidenceInterval(
            lower: lower.map { values[$0 - 1] },
            upper: upper.map { values[values.count - $0] }
        )
    }

    private func lowerBound(count: Double, tail: Double) -> Double {
        let successes = count / sampleCount * trials
        return successes > 0 ? RegularisedBeta.quantile(tail, a: successes, b: trials - successes + 1) : 0
    }

    /// The highest rank, from 1, whose sample lies above the quantile with probability `tail` or less.
    private func lowerRank(fraction: Double, tail: Double) -> Int? {
        var known = 0
        var unknown = Int(sampleCount) + 1
        while unknown - known > 1 {
            let rank = (known + unknown) / 2
            // The chance that no more than this share of the trials falls below the quantile.
            let below = Double(rank - 1) / sampleCount * trials
            if RegularisedBeta.value(1 - fraction, a: trials - below, b: below + 1) <= tail {
                known = rank
            } else {
                unknown = rank
            }
        }
        return known > 0 ? known : nil
    }
}
