import QualityModels
import Statistics

/// How far groups of calls lie apart, with intervals that hold for all pairs at once.
///
/// Every pair's interval is recovered from the two groups' own (`RecoveredVariance`) at a confidence that Bonferroni's
/// inequality asks for with that many pairs; the gap is the largest of the pairs' distances, the ratio the smallest of
/// their ratios, and so are the ends of their intervals.
struct GroupContrast {
    private let aggregate: ThresholdExpression.Aggregate
    private let groups: [CallGroup]
    private let values: [Double]
    private let seed: UInt64

    /// `nil` with fewer than two groups, or where one has no sample.
    init?(_ aggregate: ThresholdExpression.Aggregate, of groups: [CallGroup], seed: UInt64) {
        let values = groups.compactMap { aggregate.value(ofSorted: $0.selection.sorted) }
        guard values.count == groups.count, groups.count > 1 else { return nil }
        self.aggregate = aggregate
        self.groups = groups
        self.values = values
        self.seed = seed
    }

    /// The number itself; `nil` for a ratio of nothing to nothing.
    func value(_ kind: ThresholdExpression.Contrast.Kind) -> Double? {
        guard let smallest = values.min(), let largest = values.max() else { return nil }
        switch kind {
        case .gap: return largest - smallest
        case .ratio: return largest > 0 ? smallest / largest : nil
        }
    }

    /// The interval at a two-sided confidence; `nil` where a group is too small for one of its own.
    func interval(_ kind: ThresholdExpression.Contrast.Kind, confidence: Double) -> ConfidenceInterval? {
        let pairCount = groups.count * (groups.count - 1) / 2
        let level = 1 - (1 - confidence) / Double(pairCount)
        var estimates: [RecoveredVariance.Estimate] = []
        for (group, value) in zip(groups, values) {
            let own = ThresholdInterval.ofGroup(aggregate, of: group.selection, confidence: level, seed: seed)
            guard let lower = own?.lower, let upper = own?.upper else { return nil }
            estimates.append(RecoveredVariance.Estimate(value, min(lower, value), max(upper, value)))
        }
        var pairs: [(lower: Double, upper: Double)] = []
        for (place, one) in estimates.enumerated() {
            for other in estimates.dropFirst(place + 1) {
                guard let pair = kind == .gap ? Self.gap(one, other) : Self.ratio(one, other) else { return nil }
                pairs.append(pair)
            }
        }
        let (lower, upper) = (pairs.map(\.lower), pairs.map(\.upper))
        return kind == .gap
            ? ConfidenceInterval(lower: lower.max(), upper: upper.max())
            : ConfidenceInterval(lower: lower.min(), upper: upper.min())
    }

    /// The distance of two numbers whichever is larger.
    private static func gap(
        _ one: RecoveredVariance.Estimate,
        _ other: RecoveredVariance.Estimate
    ) -> (lower: Double, upper: Double) {
        let (lower, upper) = RecoveredVariance.difference(one, other)
        return (max(lower, -upper, 0), max(upper, -lower))
    }

    /// The smaller over the larger.
    private static func ratio(
        _ one: RecoveredVariance.Estimate,
        _ other: RecoveredVariance.Estimate
    ) -> (lower: Double, upper: Double)? {
        let (small, large) = one.value <= other.value ? (one, other) : (other, one)
        guard let (lower, upper) = RecoveredVariance.ratio(small, large) else { return nil }
        return (min(lower, 1 / upper), min(upper, 1))
    }
}
