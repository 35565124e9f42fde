/// How many samples a question needs before any answer can be given with confidence.
public enum SampleSize {
    /// The fewest samples that can show a share to be at least `share`: as many as must all succeed.
    ///
    /// The smallest n with share^n <= 1 - confidence: 59 for 95 % at 95 % confidence. `nil` where no number is enough,
    /// which is a share of one.
    public static func toShow(shareAtLeast share: Double, confidence: Double = 0.95) -> Int? {
        guard share < 1, confidence < 1 else { return nil }
        let chance = 1 - confidence
        func isEnough(_ count: Int) -> Bool { Binomial.power(max(share, 0), count) <= chance }
        var enough = 1
        while !isEnough(enough) {
            guard enough < 1 << 60 else { return nil }
            enough *= 2
        }
        var tooFew = enough / 2
        while enough - tooFew > 1 {
            let middle = (enough + tooFew) / 2
            if isEnough(middle) { enough = middle } else { tooFew = middle }
        }
        return enough
    }

    /// The fewest samples that can show a share to be at most `share`: as many as must all fail.
    public static func toShow(shareAtMost share: Double, confidence: Double = 0.95) -> Int? {
        toShow(shareAtLeast: 1 - share, confidence: confidence)
    }

    /// The fewest samples whose largest bounds a quantile from above: 59 for the 95th percentile.
    public static func toBoundAbove(quantile fraction: Double, confidence: Double = 0.95) -> Int? {
        toShow(shareAtLeast: fraction, confidence: confidence)
    }

    /// The fewest samples whose smallest bounds a quantile from below: 29 for the 10th percentile.
    public static func toBoundBelow(quantile fraction: Double, confidence: Double = 0.95) -> Int? {
        toShow(shareAtLeast: 1 - fraction, confidence: confidence)
    }
}
