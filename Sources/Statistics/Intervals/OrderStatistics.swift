/// Distribution-free intervals for a quantile, whose ends are samples.
///
/// The number of independent samples below the true quantile is binomial, so that the coverage is exact for
/// continuous values and no less than stated for others. David and Nagaraja, "Order Statistics", 3rd edition, 7.1.
public enum OrderStatistics {
    /// The two-sided interval from values in ascending order, `fraction` within 0...1.
    public static func interval(
        sorted values: [Double],
        fraction: Double,
        confidence: Double = 0.95
    ) -> ConfidenceInterval {
        let oneSided = (1 + confidence) / 2
        return ConfidenceInterval(
            lower: lowerBound(sorted: values, fraction: fraction, confidence: oneSided),
            upper: upperBound(sorted: values, fraction: fraction, confidence: oneSided)
        )
    }

    /// The quantile is at least this with the stated one-sided confidence; `nil` where the samples are too few.
    public static func lowerBound(sorted values: [Double], fraction: Double, confidence: Double = 0.95) -> Double? {
        lowerRank(count: values.count, fraction: fraction, confidence: confidence).map { values[$0 - 1] }
    }

    /// The quantile is at most this with the stated one-sided confidence; `nil` where the samples are too few.
    public static func upperBound(sorted values: [Double], fraction: Double, confidence: Double = 0.95) -> Double? {
        upperRank(count: values.count, fraction: fraction, confidence: confidence).map { values[$0 - 1] }
    }

    /// The highest rank, from 1, whose sample lies above the quantile with probability 1 - `confidence` or less.
    static func lowerRank(count: Int, fraction: Double, confidence: Double) -> Int? {
        // The sample of rank r lies above the quantile exactly when fewer than r samples lie below the quantile.
        var known = 0
        var unknown = count + 1
        while unknown - known > 1 {
            let rank = (known + unknown) / 2
            if Binomial.cumulative(rank - 1, trials: count, probability: fraction) <= 1 - confidence {
                known = rank
            } else {
                unknown = rank
            }
        }
        return known > 0 ? known : nil
    }

    /// The lowest rank, from 1, whose sample lies below the quantile with probability 1 - `confidence` or less.
    static func upperRank(count: Int, fraction: Double, confidence: Double) -> Int? {
        // Values of the other sign turn the upper bound into a lower one.
        lowerRank(count: count, fraction: 1 - fraction, confidence: confidence).map { count + 1 - $0 }
    }
}
