/// The exact interval for a share, from counts of successes in independent trials.
///
/// Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
/// Biometrika 26 (1934). Its coverage is never below the stated confidence.
public enum ClopperPearson {
    /// The two-sided interval, `nil` without trials.
    public static func interval(successes: Int, trials: Int, confidence: Double = 0.95) -> ConfidenceInterval? {
        let oneSided = (1 + confidence) / 2
        guard let lower = lowerBound(successes: successes, trials: trials, confidence: oneSided),
            let upper = upperBound(successes: successes, trials: trials, confidence: oneSided)
        else { return nil }
        return ConfidenceInterval(lower: lower, upper: upper)
    }

    /// The share is at least this with the stated one-sided confidence; `nil` without trials.
    public static func lowerBound(successes: Int, trials: Int, confidence: Double = 0.95) -> Double? {
        guard trials > 0, (0...trials).contains(successes) else { return nil }
        if successes == 0 { return 0 }
        return RegularisedBeta.quantile(1 - confidence, a: Double(successes), b: Double(trials - successes + 1))
    }

    /// The share is at most this with the stated one-sided confidence; `nil` without trials.
    public static func upperBound(successes: Int, trials: Int, confidence: Double = 0.95) -> Double? {
        lowerBound(successes: trials - successes, trials: trials, confidence: confidence).map { 1 - $0 }
    }
}
