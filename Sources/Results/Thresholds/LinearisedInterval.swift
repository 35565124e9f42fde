import QualityModels
import Statistics

/// The large-sample form of the cluster bootstrap, for runs where 2,000 replicates would take minutes.
///
/// A mean is a ratio of cluster totals, whose variance Taylor's series gives (Cochran, "Sampling Techniques", 3rd
/// edition, 1977, 6.3). Shares turn it into an effective number of samples and take Clopper and Pearson's interval
/// (Korn and Graubard, Survey Methodology 24, 1998). Quantiles invert the share below them (Woodruff, Journal of the
/// American Statistical Association 47, 1952).
struct LinearisedInterval {
    private let aggregate: ThresholdExpression.Aggregate
    private let clusters: [[Double]]
    private let sorted: [Double]

    init(_ aggregate: ThresholdExpression.Aggregate, clusters: [[Double]], sorted: [Double]) {
        self.aggregate = aggregate
        self.clusters = clusters
        self.sorted = sorted
    }

    func interval(confidence: Double) -> ConfidenceInterval? {
        let oneSided = (1 + confidence) / 2
        if let fraction = aggregate.quantileFraction { return quantile(fraction, oneSided: oneSided) }
        if aggregate.isShare { return share(oneSided: oneSided) }
        let (mean, variance) = meanAndVariance { $0 }
        let reach = Elementary.normalQuantile(oneSided) * variance.squareRoot()
        return ConfidenceInterval(lower: mean - reach, upper: mean + reach)
    }

    /// The mean over all samples of a function of each, and the variance of that mean between clusters.
    private func meanAndVariance(_ transform: (Double) -> Double) -> (mean: Double, variance: Double) {
        let totals = clusters.map { CompensatedSum($0.lazy.map(transform)).value }
        let count = Double(sorted.count)
        let mean = CompensatedSum(totals).value / count
        var squares = CompensatedSum()
        for (total, cluster) in zip(totals, clusters) {
            let residual = total - mean * Double(cluster.count)
            squares.add(residual * residual)
        }
        let clusterCount = Double(clusters.count)
        return (mean, clusterCount / (clusterCount - 1) * squares.value / (count * count))
    }

    private func share(oneSided: Double) -> ConfidenceInterval? {
        let (share, variance) = meanAndVariance { aggregate.counts($0) == true ? 1 : 0 }
        let effective = variance > 0 ? share * (1 - share) / variance : Double(clusters.count)
        let trials = max(1, Int(min(effective, Double(sorted.count)).rounded(.down)))
        // Rounded outwards, so that the interval is never narrower for it.
        let successes = share * Double(trials)
        return ConfidenceInterval(
            lower: ClopperPearson.lowerBound(
                successes: Int(successes.rounded(.down)),
                trials: trials,
                confidence: oneSided
            ),
            upper: ClopperPearson.upperBound(
                successes: Int(successes.rounded(.up)),
                trials: trials,
                confidence: oneSided
            )
        )
    }

    private func quantile(_ fraction: Double, oneSided: Double) -> ConfidenceInterval? {
        guard let centre = Quantile.type7(sorted: sorted, fraction: fraction) else { return nil }
        // Where many samples tie with the quantile, the shares below and up to it differ, and the wider one is safe.
        let upTo = meanAndVariance { $0 <= centre ? 1 : 0 }.variance
        let below = meanAndVariance { $0 < centre ? 1 : 0 }.variance
        let binomial = fraction * (1 - fraction) / Double(sorted.count)
        let reach = Elementary.normalQuantile(oneSided) * max(upTo, below, binomial).squareRoot()
        return ConfidenceInterval(
            lower: fraction > reach ? Quantile.type7(sorted: sorted, fraction: fraction - reach) : nil,
            upper: fraction + reach < 1 ? Quantile.type7(sorted: sorted, fraction: fraction + reach) : nil
        )
    }
}
