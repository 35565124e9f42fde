extension ConfidenceInterval {
    /// The two-sided interval of the mean of independent, nearly normal samples, by Student's t; `nil` below two.
    public static func ofMean(_ samples: [Double], confidence: Double = 0.95) -> ConfidenceInterval? {
        let moments = Moments(samples)
        guard let mean = moments.mean, let deviation = moments.standardDeviation else { return nil }
        let quantile = StudentT.quantile((1 + confidence) / 2, degreesOfFreedom: Double(samples.count - 1))
        let half = quantile * deviation / Double(samples.count).squareRoot()
        return ConfidenceInterval(lower: mean - half, upper: mean + half)
    }
}
