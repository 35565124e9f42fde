/// The mean of a finite population by a second, dearer measurement that only a stratified sample had.
///
/// The sample's mean is moved along a line by how far the sample lies from the population in the measurement that all
/// units had: the combined regression estimator, or with a slope of one the difference estimator. Cochran, "Sampling
/// Techniques", 3rd edition (1977), 7.1 to 7.10, and 5.4 for the degrees of freedom after Satterthwaite; remembered. A unit's
/// residual counts by its weight in the estimate, and as though the line had been drawn without it (MacKinnon and White,
/// Journal of Econometrics 29, 1985): a line bends to the few units that lie far out, and their residuals say too little.
public struct RegressionEstimate: Hashable, Sendable {
    /// Where the slope comes from.
    public enum Slope: String, Hashable, Sendable {
        /// From the sample, so that the variance is as small as it can be.
        case regression
        /// One: the sample says how far the two measurements lie apart on average.
        case difference
    }

    public let mean: Double
    public let slope: Double
    public let method: Slope
    /// Of the mean; 0 where every unit was drawn, `nil` where a stratum has a single unit of several.
    public let standardError: Double?
    /// How far a unit's second measurement lies from the line within its stratum; `nil` where nothing tells.
    public let residualDeviation: Double?
    /// Of Student's t for the interval; `nil` where there is no standard error or no chance.
    public let degreesOfFreedom: Double?
    /// Whether every unit was drawn.
    public let isCensus: Bool

    /// A slope is estimated where so many degrees of freedom are left for it; ours.
    public static let slopeFreedomMin = 10

    /// Estimates the mean; `nil` without strata, and where one of them has no pair, so that nothing is known of it.
    ///
    /// - Parameter estimatesSlope: `false` always takes one.
    public init?(of strata: [PairedStratum], estimatesSlope: Bool = true, slopeFreedomMin: Int = slopeFreedomMin) {
        guard !strata.isEmpty, strata.allSatisfy({ !$0.pairs.isEmpty }) else { return nil }
        let open = strata.filter(\.isOpen)
        let freedom = open.reduce(0) { $0 + $1.pairs.count - 1 }
        let line = SampledLine(strata, isSloped: estimatesSlope && freedom >= slopeFreedomMin)
        (slope, method, mean) = (line.slope, line.isSloped ? .regression : .difference, line.mean)
        isCensus = open.isEmpty

        let residuals = strata.map { $0.residuals(slope: line.slope) }
        let spent = line.isSloped ? 1 : 0
        let left = strata.reduce(0) { $0 + $1.pairs.count - 1 } - spent
        let squares = CompensatedSum(residuals.joined().map { $0 * $0 }).value
        residualDeviation = left > 0 ? (squares / Double(left)).squareRoot() : nil
        guard !isCensus, open.allSatisfy({ $0.pairs.count > 1 }) else {
            (standardError, degreesOfFreedom) = (isCensus ? 0 : nil, nil)
            return
        }
        let parts = strata.indices.map { line.variance(of: $0, residuals[$0]) }
        let variance = CompensatedSum(parts).value
        standardError = variance.squareRoot()
        let spread = CompensatedSum(
            zip(parts, strata).map { $0 > 0 ? $0 * $0 / Double($1.pairs.count - 1) : 0 }
        ).value
        degreesOfFreedom = spread > 0 ? max(variance * variance / spread - Double(spent), 1) : nil
    }

    /// The two-sided interval; a point where every unit was drawn, `nil` where the spread is unknown or none was seen.
    public func interval(confidence: Double = 0.95) -> ConfidenceInterval? {
        guard !isCensus else { return ConfidenceInterval(lower: mean, upper: mean) }
        guard let standardError, let degreesOfFreedom else { return nil }
        let half = StudentT.quantile((1 + confidence) / 2, degreesOfFreedom: degreesOfFreedom) * standardError
        return ConfidenceInterval(lower: mean - half, upper: mean + half)
    }
}
