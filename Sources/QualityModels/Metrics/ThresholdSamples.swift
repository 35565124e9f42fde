import Statistics

extension ThresholdExpression {
    /// The fewest samples with which this threshold can pass where its interval decides.
    ///
    /// 59 for `p(95) <= 5 %` at 95 %: with fewer, even faultless samples leave it inconclusive. `nil` where no number
    /// of samples is enough, such as for the lowest of all values or a share of 100 %. An average needs two calls.
    public func samplesToPass(confidence: Double = 0.95) -> Int? {
        // Groups have a minimum of their own, and what they can show depends on where they lie.
        guard contrast == nil else { return nil }
        let isFloor = comparison == .atLeast || comparison == .above
        switch aggregate {
        case .average: return 2
        case .minimum, .maximum: return nil
        case .median: return Self.samples(quantile: 0.5, isFloor: isFloor, confidence)
        case .percentile(let rank): return Self.samples(quantile: rank / 100, isFloor: isFloor, confidence)
        case .share, .shareOf:
            return isFloor
                ? SampleSize.toShow(shareAtLeast: limit, confidence: confidence)
                : SampleSize.toShow(shareAtMost: limit, confidence: confidence)
        }
    }

    private static func samples(quantile fraction: Double, isFloor: Bool, _ confidence: Double) -> Int? {
        isFloor
            ? SampleSize.toBoundBelow(quantile: fraction, confidence: confidence)
            : SampleSize.toBoundAbove(quantile: fraction, confidence: confidence)
    }
}
