import Statistics

/// The large-sample form of the cluster bootstrap of a mean, for runs where 2,000 replicates would take minutes.
///
/// A mean is a ratio of cluster totals, whose variance Taylor's series gives (Cochran, "Sampling Techniques", 3rd
/// edition, 1977, 6.3).
struct LinearisedMean {
    private let mean: Double
    private let variance: Double

    init(clusters: [[Double]]) {
        let totals = clusters.map { CompensatedSum($0).value }
        let count = Double(clusters.reduce(0) { $0 + $1.count })
        mean = CompensatedSum(totals).value / count
        var squares = CompensatedSum()
        for (total, cluster) in zip(totals, clusters) {
            let residual = total - mean * Double(cluster.count)
            squares.add(residual * residual)
        }
        let clusterCount = Double(clusters.count)
        variance = clusterCount / (clusterCount - 1) * squares.value / (count * count)
    }

    func interval(confidence: Double) -> ConfidenceInterval {
        let reach = Elementary.normalQuantile((1 + confidence) / 2) * variance.squareRoot()
        return ConfidenceInterval(lower: mean - reach, upper: mean + reach)
    }
}
