/// The number of successes in independent trials of one probability.
public enum Binomial {
    /// The probability of exactly `successes`; zero where the count is impossible.
    public static func mass(_ successes: Int, trials: Int, probability: Double) -> Double {
        guard successes >= 0, successes <= trials else { return 0 }
        if probability <= 0 || probability >= 1 {
            return successes == (probability <= 0 ? 0 : trials) ? 1 : 0
        }
        let complement = 1 - probability
        if successes == 0 { return power(complement, trials) }
        if successes == trials { return power(probability, trials) }
        return RegularisedBeta.power(probability, complement, Double(successes), Double(trials - successes))
    }

    /// The probability of `successes` or fewer.
    public static func cumulative(_ successes: Int, trials: Int, probability: Double) -> Double {
        if successes < 0 { return 0 }
        if successes >= trials { return 1 }
        return RegularisedBeta.value(
            1 - min(max(probability, 0), 1),
            a: Double(trials - successes),
            b: Double(successes + 1)
        )
    }

    /// `base` to a whole power, by squaring; the same bits on every machine.
    static func power(_ base: Double, _ exponent: Int) -> Double {
        var result = 1.0
        var square = base
        var left = exponent
        while left > 0 {
            if left & 1 == 1 { result *= square }
            square *= square
            left >>= 1
        }
        return result
    }
}
