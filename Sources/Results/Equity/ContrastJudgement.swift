import QualityModels
import Statistics

/// What becomes of a threshold that compares groups of calls.
struct ContrastJudgement {
    let value: Double?
    let interval: ConfidenceInterval?
    /// Both ends at 95 % each.
    let bounds: ConfidenceInterval?
    /// The groups that are large enough.
    let groups: [CallGroup]
    /// The values of the groups that are not.
    let small: [String]

    init(
        _ contrast: ThresholdExpression.Contrast,
        _ aggregate: ThresholdExpression.Aggregate,
        of all: [CallGroup],
        callsMin: Int,
        seed: UInt64
    ) {
        groups = all.filter { $0.calls >= callsMin }
        small = all.filter { $0.calls < callsMin }.map(\.value)
        let groups = GroupContrast(aggregate, of: groups, seed: seed)
        value = groups?.value(contrast.kind)?.roundedToSixDigits
        interval = groups?.interval(contrast.kind, confidence: 0.95)?.roundedToSixDigits
        bounds = groups?.interval(contrast.kind, confidence: 0.90)?.roundedToSixDigits
    }

    /// The groups with what is unknown filled in as unlike as can be: one group as low as can be and the others as high,
    /// for each group in turn.
    func filled(between lowest: Double, and highest: Double) -> [[CallGroup]] {
        groups.indices.map { low in
            groups.indices.map { groups[$0].filled(with: $0 == low ? lowest : highest) }
        }
    }
}
