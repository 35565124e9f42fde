import NetworkEmulation
import Statistics
import Units

/// A law of delay by formulas of its own, of mean zero and standard deviation one.
struct DelayLaw: Sendable {
    let name: String
    /// A jitter of so many milliseconds.
    let jitter: @Sendable (Double) -> Jitter
    /// The value at a normal score, and the probability of no more than a value.
    let value: @Sendable (Double) -> Double
    let cumulative: @Sendable (Double) -> Double

    /// The fourth moment about the mean, in units of the squared variance.
    var kurtosis: Double {
        normalMean {
            let square = value($0) * value($0)
            return square * square
        }
    }

    static let all = [
        normal, uniform,
        standardised(
            "gamma, shape 2",
            .gamma(shape: 2),
            mean: 2,
            deviation: 2.0.squareRoot(),
            quantile: {
                RegularisedGamma.quantile(lower: Elementary.normalCDF($0), upper: Elementary.normalCDF(-$0), shape: 2)
            },
            cumulative: { RegularisedGamma.lower(max($0, 0), shape: 2) }
        ), logNormal(0.5), pareto(6), paretoNormal,
    ]

    private static func unit(_ milliseconds: Double) -> TimeDelta { TimeDelta(seconds: milliseconds / 1e3) }

    private static let normal = DelayLaw(
        name: "normal",
        jitter: { Jitter(standardDeviation: unit($0)) },
        value: { $0 },
        cumulative: { Elementary.normalCDF($0) }
    )

    /// On 3^0.5 either side.
    private static let uniform = DelayLaw(
        name: "uniform",
        jitter: { Jitter(uniformWithin: unit($0 * 3.0.squareRoot())) },
        value: { (2 * Elementary.normalCDF($0) - 1) * 3.0.squareRoot() },
        cumulative: { min(max($0 / 3.0.squareRoot() / 2 + 0.5, 0), 1) }
    )

    private static func standardised(
        _ name: String,
        _ distribution: DelayDistribution,
        mean: Double,
        deviation: Double,
        quantile: @escaping @Sendable (Double) -> Double,
        cumulative: @escaping @Sendable (Double) -> Double
    ) -> DelayLaw {
        DelayLaw(
            name: name,
            jitter: { Jitter(distribution, unit: unit($0)) },
            value: { (quantile($0) - mean) / deviation },
            cumulative: { cumulative(mean + deviation * $0) }
        )
    }

    private static func logNormal(_ shape: Double) -> DelayLaw {
        let square = Elementary.exp(shape * shape)
        return standardised(
            "log-normal, shape \(shape)",
            .logNormal(shape: shape),
            mean: square.squareRoot(),
            deviation: (square * (square - 1)).squareRoot(),
            quantile: { Elementary.exp(shape * $0) },
            cumulative: { $0 > 0 ? Elementary.normalCDF(Elementary.log($0) / shape) : 0 }
        )
    }

    /// Cut at the tail c^-a = 1e-6: E min(X, c)^n = (a - n c^(n-a)) / (a - n).
    private static func pareto(_ shape: Double) -> DelayLaw {
        let cut = Elementary.pow(1e-6, -1 / shape)
        func moment(_ n: Double) -> Double { (shape - n * Elementary.pow(cut, n - shape)) / (shape - n) }
        return standardised(
            "Pareto, shape \(Int(shape))",
            .pareto(shape: shape),
            mean: moment(1),
            deviation: (moment(2) - moment(1) * moment(1)).squareRoot(),
            quantile: { min(cut, Elementary.pow(Elementary.normalCDF(-$0), -1 / shape)) },
            cumulative: { $0 <= 1 ? 0 : $0 < cut ? 1 - Elementary.pow($0, -shape) : 1 }
        )
    }

    /// The sum (z + 3 p) / 4 of netem's generator, by the whole's mean and standard deviation; its inverse by bisection.
    private static var paretoNormal: DelayLaw {
        let cut = Elementary.pow(1e-6, -1.0 / 3)
        let highest = -Elementary.normalQuantile(1e-6)
        @Sendable func raw(_ score: Double) -> Double {
            let pareto = min(cut, Elementary.pow(Elementary.normalCDF(-score), -1.0 / 3))
            return (min(score, highest) + 3 * (pareto - 1.5) * 2 / 3.0.squareRoot()) / 4
        }
        let mean = normalMean(raw)
        let deviation = normalMean { (raw($0) - mean) * (raw($0) - mean) }.squareRoot()
        return standardised(
            "Pareto-normal",
            .paretoNormal,
            mean: mean,
            deviation: deviation,
            quantile: raw,
            cumulative: { value in
                guard value < raw(highest) else { return 1 }
                var (low, high) = (-8.0, highest)
                for _ in 0..<32 {
                    let middle = (low + high) / 2
                    if raw(middle) < value { low = middle } else { high = middle }
                }
                return Elementary.normalCDF(low)
            }
        )
    }
}
