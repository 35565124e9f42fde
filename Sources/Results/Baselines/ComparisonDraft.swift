import QualityModels
import Statistics

/// One figure's pairs, before all figures are judged together.
struct ComparisonDraft {
    /// One pair: both values, or one side's alone, and what is flipped together with it.
    struct Pair {
        let old: Double?
        let new: Double?
        /// Pairs of one cluster are flipped together; its number.
        let cluster: Int
    }

    let quantity: ComparedQuantity
    let margin: Double?
    private let old: ComparisonRow.Side?
    private let new: ComparisonRow.Side?
    private let test: SignFlipTest
    /// How many pairs or samples say nothing where they should.
    private let unmeasured: Int
    private let sign: Double

    init(
        _ quantity: ComparedQuantity,
        margin: Double?,
        pairs: [Pair],
        unmeasured: Int = 0,
        using generator: inout some RandomNumberGenerator
    ) {
        self.quantity = quantity
        self.margin = margin
        // Files can hold numbers that no sum would survive; nothing measures them.
        let pairs = pairs.map { Pair(old: Self.possible($0.old), new: Self.possible($0.new), cluster: $0.cluster) }
        let known = pairs.compactMap { pair in pair.old.flatMap { old in pair.new.map { (old, $0, pair.cluster) } } }
        old = Self.side(known.map(\.0))
        new = Self.side(known.map(\.1))
        self.unmeasured = unmeasured + pairs.count { ($0.old == nil) != ($0.new == nil) }
        test = SignFlipTest(pairs: Self.clusters(known), using: &generator)
        sign = quantity.subject.metric.direction == .lowerIsBetter ? 1 : -1
    }

    private static func possible(_ value: Double?) -> Double? {
        value.flatMap { $0.magnitude <= MetricRange.unbounded ? $0 : nil }
    }

    private static func clusters(_ known: [(old: Double, new: Double, cluster: Int)]) -> [SignFlipTest.Pair] {
        var places: [Int: Int] = [:]
        var sums: [(sum: CompensatedSum, count: Int)] = []
        for (old, new, cluster) in known {
            let place = places[cluster] ?? sums.count
            if place == sums.count {
                places[cluster] = place
                sums.append((CompensatedSum(), 0))
            }
            sums[place].sum.add(new - old)
            sums[place].count += 1
        }
        return sums.map { SignFlipTest.Pair(sum: $0.sum.value, weight: Double($0.count)) }
    }

    private static func side(_ values: [Double]) -> ComparisonRow.Side? {
        guard !values.isEmpty else { return nil }
        let mean = CompensatedSum(values.sorted()).value / Double(values.count)
        let interval = ConfidenceInterval.ofMean(values)
        let half = interval?.upper.flatMap { upper in interval?.lower.map { (upper - $0) / 2 } }
        return ComparisonRow.Side(mean: mean.roundedToSixDigits, halfWidth: half?.roundedToSixDigits)
    }

    /// The p-value of the new side being worse by the margin at most; small speaks for worse.
    private var pWorse: Double? {
        margin.map { sign > 0 ? test.pValue(ofAtMost: $0) : test.pValue(ofAtLeast: -$0) }
    }

    /// The p-value of the new side being worse by the margin at least; small speaks for better or the same.
    private var pSame: Double? {
        margin.map { sign > 0 ? test.pValue(ofAtLeast: $0) : test.pValue(ofAtMost: -$0) }
    }

    /// Judges all figures together.
    static func rows(of drafts: [ComparisonDraft], level: Double) -> [ComparisonRow] {
        let judged = drafts.indices.filter { drafts[$0].margin != nil }
        let others = drafts.indices.filter { drafts[$0].margin == nil }
        var differences = drafts.map { $0.test.pValue(of: 0) }
        for family in [judged, others] {
            let adjusted = HolmAdjustment.adjusted(family.map { differences[$0] })
            for (place, index) in family.enumerated() { differences[index] = adjusted[place] }
        }
        let worse = HolmAdjustment.adjusted(judged.map { drafts[$0].pWorse ?? 1 })
        return drafts.indices.map { index in
            let place = judged.firstIndex(of: index)
            return drafts[index].row(
                pDifference: differences[index],
                pWorse: place.map { worse[$0] },
                level: level
            )
        }
    }

    private func row(pDifference: Double, pWorse: Double?, level: Double) -> ComparisonRow {
        let interval = test.interval(confidence: 0.95)
        let (verdict, doubt) = verdict(pWorse: pWorse, level: level)
        return ComparisonRow(
            quantity: quantity,
            old: old,
            new: new,
            difference: test.mean?.roundedToSixDigits,
            interval: ConfidenceInterval(
                lower: interval.lower?.roundedToSixDigits,
                upper: interval.upper?.roundedToSixDigits
            ),
            pDifference: test.pairCount > 0 ? pDifference : nil,
            margin: margin,
            pWorse: pWorse,
            pSame: pSame,
            verdict: verdict,
            doubt: doubt
        )
    }

    private func verdict(pWorse: Double?, level: Double) -> (ComparisonVerdict?, ComparisonRow.Doubt?) {
        guard let pWorse, let pSame else { return (nil, nil) }
        if pWorse <= level { return (.worse, nil) }
        if unmeasured > 0 { return (.inconclusive, .unmeasured(unmeasured)) }
        return pSame <= level ? (.betterOrSame, nil) : (.inconclusive, .spread)
    }
}
