import QualityModels
import Statistics

extension ThresholdExpression.Aggregate {
    /// The aggregate of samples in ascending order, `nil` without samples.
    func value(ofSorted samples: [Double]) -> Double? {
        guard let first = samples.first, let last = samples.last else { return nil }
        switch self {
        case .minimum: return first
        case .maximum: return last
        case .median: return Quantile.type7(sorted: samples, fraction: 0.5)
        case .percentile(let percent): return Quantile.type7(sorted: samples, fraction: percent / 100)
        case .average, .share: return CompensatedSum(samples).value / Double(samples.count)
        case .shareOf(let comparison, let limit):
            return Double(samples.count { comparison.holds($0, limit) }) / Double(samples.count)
        }
    }

    /// The fraction of the quantile that this is, `nil` for means and shares.
    var quantileFraction: Double? {
        switch self {
        case .minimum: 0
        case .maximum: 1
        case .median: 0.5
        case .percentile(let percent): percent / 100
        case .average, .share, .shareOf: nil
        }
    }

    /// Whether one sample is 1 or 0 in the share; `nil` where this is no share.
    func counts(_ sample: Double) -> Bool? {
        switch self {
        case .share: sample >= 0.5
        case .shareOf(let comparison, let limit): comparison.holds(sample, limit)
        default: nil
        }
    }

    var isShare: Bool { counts(0) != nil }

    /// Whether it is the smallest or largest sample, about which samples can say one thing only.
    var isExtreme: Bool { quantileFraction == 0 || quantileFraction == 1 }
}
