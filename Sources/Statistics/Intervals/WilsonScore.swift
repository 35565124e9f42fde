/// The score interval for a share: where a test of the share itself does not reject.
///
/// Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American Statistical
/// Association 22 (1927). Its coverage is near the stated confidence on average, and may be a little below it.
public enum WilsonScore {
    /// The two-sided interval, `nil` without trials; trials need not be whole where samples hang together.
    public static func interval(share: Double, trials: Double, confidence: Double = 0.95) -> ConfidenceInterval? {
        guard trials > 0, (0...1).contains(share) else { return nil }
        let z = Elementary.normalQuantile((1 + confidence) / 2)
        let square = z * z / trials
        let centre = share + square / 2
        let reach = z * ((share * (1 - share) + square / 4) / trials).squareRoot()
        return ConfidenceInterval(
            lower: share == 0 ? 0 : max((centre - reach) / (1 + square), 0),
            upper: share == 1 ? 1 : min((centre + reach) / (1 + square), 1)
        )
    }
}
