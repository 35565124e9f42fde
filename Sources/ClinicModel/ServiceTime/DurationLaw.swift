import Statistics
public import Units

/// How long something takes, as a probability law over positive times.
public struct DurationLaw: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case fixed
        case exponential
        case logNormal = "lognormal"
        case gamma
        /// The beta law of shapes 1.48 and 3.6, scaled to the mean, as medscheduler has it.
        case beta
    }

    public let kind: Kind
    public let mean: TimeDelta
    /// The coefficient of variation, standard deviation over mean; of lognormal and gamma laws only.
    public let variation: Double

    private static let betaShapes = (a: 1.48, b: 3.6)

    /// `mean` must not be negative, nor `variation` of the laws that have one.
    public init(_ kind: Kind, mean: TimeDelta, variation: Double = 0) {
        precondition(mean >= .zero && variation >= 0, "a time of \(mean.seconds) s, variation \(variation), is none")
        self.kind = kind
        self.mean = mean
        self.variation = variation
    }

    public static func fixed(_ time: TimeDelta) -> Self { Self(.fixed, mean: time) }

    /// The time below which the given share of all lies, to the nearest nanosecond.
    public func time(at probability: Double) -> TimeDelta {
        TimeDelta(seconds: quantile(probability) * mean.seconds)
    }

    /// The same as a multiple of the mean.
    public func quantile(_ probability: Double) -> Double {
        switch kind {
        case .fixed: return 1
        case .exponential: return -Elementary.log(1 - probability)
        case .logNormal:
            let (mu, sigma) = Self.logNormalParameters(mean: 1, variation: variation)
            return Elementary.exp(mu + sigma * Elementary.normalQuantile(probability))
        case .gamma:
            guard variation > 0 else { return 1 }
            let shape = 1 / (variation * variation)
            return RegularisedGamma.quantile(lower: probability, upper: 1 - probability, shape: shape) / shape
        case .beta:
            let (a, b) = Self.betaShapes
            return RegularisedBeta.quantile(probability, a: a, b: b) * (a + b) / a
        }
    }

    /// The mean of the smaller of the time and a limit, both in seconds; of fixed, exponential and lognormal laws.
    ///
    /// It is the integral of the survival function up to the limit; `nil` for the other laws.
    public func meanUpTo(_ limit: Double) -> Double? {
        guard limit > 0 else { return 0 }
        let mean = mean.seconds
        switch kind {
        case .fixed: return min(mean, limit)
        case .exponential: return mean * (1 - Elementary.exp(-limit / mean))
        case .logNormal:
            let (mu, sigma) = Self.logNormalParameters(mean: mean, variation: variation)
            guard sigma > 0 else { return min(mean, limit) }
            let z = (Elementary.log(limit) - mu) / sigma
            return mean * Elementary.normalCDF(z - sigma) + limit * Elementary.normalCDF(-z)
        case .gamma, .beta: return nil
        }
    }

    /// Mean and standard deviation of the logarithm.
    ///
    /// sigma^2 = ln(1 + cv^2), mu = ln(mean) - sigma^2 / 2.
    public static func logNormalParameters(mean: Double, variation: Double) -> (mu: Double, sigma: Double) {
        let square = Elementary.log(1 + variation * variation)
        return (Elementary.log(mean) - square / 2, square.squareRoot())
    }
}
