public import QualityModels
public import Statistics

/// What became of one threshold in one run.
///
/// Numbers are rounded to six significant digits before they are compared, so that what is printed is what decided.
public struct ThresholdEvaluation: Hashable, Sendable {
    public let rule: ThresholdRule
    /// The aggregate of the samples that are known; `nil` without any.
    public let value: Double?
    /// How many samples are known.
    public let samples: Int
    /// How many samples should be there and were not measured.
    public let unknown: Int
    /// At 95 %, two-sided; an end is `nil` where the samples are too few for it, all of it where they tell nothing.
    public let interval: ConfidenceInterval?
    public let verdict: Verdict
    /// Why the verdict is inconclusive; `nil` for the others.
    public let doubt: Doubt?

    /// Why a threshold has no answer.
    public enum Doubt: Hashable, Sendable {
        case noSamples
        /// The threshold passes on what is known, and would not if what is unknown were as bad as can be.
        case unknownSamples
        /// The threshold is decided by its interval, and the one-sided bound does not lie on one side of the limit.
        case intervalSpansLimit
        /// The threshold is decided by its interval, and the samples are too few to have the end that matters.
        case tooFewSamples
        /// Fewer than two groups have this many calls.
        case tooFewGroups(callsMin: Int)
        /// It holds among the groups that are large enough, and these have fewer than so many calls.
        case smallGroups([String], callsMin: Int)
    }

    /// Why there is no interval; `nil` where there is one.
    public var intervalGap: IntervalGap? {
        guard interval == nil else { return nil }
        if samples == 0 { return .noSamples }
        return hasSpread ? .tooFewCalls : .noSpread
    }

    private let hasSpread: Bool

    /// Why samples tell nothing about where another run's would lie.
    public enum IntervalGap: Hashable, Sendable {
        case noSamples
        case tooFewCalls
        /// Enough calls, all samples of which are equal, so that resampling them shows nothing.
        case noSpread
    }

    /// Judges a rule on a run.
    ///
    /// - Parameters:
    ///   - seed: the run's seed, which makes the bootstrap the same each time.
    ///   - tier: what the tag `tier` is compared with.
    ///   - callsMin: the fewest calls of a group where groups are compared.
    public init(
        of rule: ThresholdRule,
        in records: RunRecords,
        tier: String,
        seed: UInt64,
        callsMin: Int = EquitySettings.usualCallsMin
    ) {
        if let contrast = rule.expression.contrast {
            let groups = CallGroup.groups(by: contrast.tag, of: rule.metric, tags: rule.tags, in: records, tier: tier)
            self.init(of: rule, contrast, between: groups, callsMin: callsMin, seed: seed)
        } else {
            let selection = SampleSelection(of: rule.metric, tags: rule.tags, from: records, tier: tier)
            self.init(of: rule, on: selection, seed: seed)
        }
    }

    private init(of rule: ThresholdRule, on selection: SampleSelection, seed: UInt64) {
        let known = Judgement(rule, of: selection, seed: seed)
        self.rule = rule
        value = known.value
        samples = selection.sampleCount
        unknown = selection.unknownCount
        interval = known.interval
        let isLarge = selection.knownClusters.count >= ThresholdInterval.clusterCountMin
        hasSpread = !isLarge || selection.sorted.first != selection.sorted.last
        guard known.verdict == .pass, selection.unknownCount > 0 else {
            (verdict, doubt) = (known.verdict, known.doubt)
            return
        }
        let worst = rule.worstSample
        let isSafe = Judgement(rule, of: selection.filled(with: worst), seed: seed).verdict == .pass
        (verdict, doubt) = isSafe ? (.pass, nil) : (.inconclusive, .unknownSamples)
    }

    private init(
        of rule: ThresholdRule,
        _ contrast: ThresholdExpression.Contrast,
        between all: [CallGroup],
        callsMin: Int,
        seed: UInt64
    ) {
        func judgement(_ groups: [CallGroup]) -> ContrastJudgement {
            ContrastJudgement(contrast, rule.expression.aggregate, of: groups, callsMin: callsMin, seed: seed)
        }
        let known = judgement(all)
        self.rule = rule
        (value, interval, hasSpread) = (known.value, known.interval, true)
        samples = known.groups.reduce(0) { $0 + $1.selection.sampleCount }
        unknown = known.groups.reduce(0) { $0 + $1.selection.unknownCount }
        guard known.groups.count > 1 else {
            (verdict, doubt) = (.inconclusive, all.isEmpty ? .noSamples : .tooFewGroups(callsMin: callsMin))
            return
        }
        let answer = Judgement.verdict(rule, value: known.value, bounds: known.bounds)
        guard answer.0 == .pass else {
            (verdict, doubt) = answer
            return
        }
        // Of a group that is too small nothing is known, so that it may well be the one that lies apart.
        guard known.small.isEmpty else {
            (verdict, doubt) = (.inconclusive, .smallGroups(known.small, callsMin: callsMin))
            return
        }
        let extremes = rule.extremeSamples
        let isSafe =
            unknown == 0
            || known.filled(between: extremes.lowest, and: extremes.highest).allSatisfy { groups in
                let filled = judgement(groups)
                return Judgement.verdict(rule, value: filled.value, bounds: filled.bounds).0 == .pass
            }
        (verdict, doubt) = isSafe ? (.pass, nil) : (.inconclusive, .unknownSamples)
    }

    /// How far the value lies on the good side of the limit, negative on the bad side; `nil` without a value.
    public var margin: Double? {
        switch rule.expression.comparison {
        case .atLeast, .above: value.map { ($0 - rule.expression.limit).roundedToSixDigits }
        case .atMost, .below: value.map { (rule.expression.limit - $0).roundedToSixDigits }
        }
    }

    /// Whether the interval holds numbers on both sides of the limit, so that another run may well turn out otherwise.
    ///
    /// An open end reaches across every limit; but that of a minimum or maximum is always open, and says nothing.
    public var intervalCrossesLimit: Bool {
        guard let interval else { return false }
        let isExtreme = rule.expression.aggregate.isExtreme
        guard !isExtreme || (interval.lower != nil && interval.upper != nil) else { return false }
        return rule.holds(interval.lower ?? -.infinity) != rule.holds(interval.upper ?? .infinity)
    }
}

/// A verdict on samples that are all known.
private struct Judgement {
    let value: Double?
    let interval: ConfidenceInterval?
    let verdict: Verdict
    let doubt: ThresholdEvaluation.Doubt?

    init(_ rule: ThresholdRule, of selection: SampleSelection, seed: UInt64) {
        let aggregate = rule.expression.aggregate
        guard let value = aggregate.value(ofSorted: selection.sorted)?.roundedToSixDigits else {
            (self.value, interval, verdict, doubt) = (nil, nil, .inconclusive, .noSamples)
            return
        }
        self.value = value
        let intervals = ThresholdInterval(aggregate, of: selection, seed: seed)
        interval = intervals.twoSided?.roundedToSixDigits
        (verdict, doubt) = Self.verdict(rule, value: value, bounds: intervals.oneSided?.roundedToSixDigits)
    }

    /// The verdict on a value, or on the bounds where these decide.
    static func verdict(
        _ rule: ThresholdRule,
        value: Double?,
        bounds: ConfidenceInterval?
    ) -> (Verdict, ThresholdEvaluation.Doubt?) {
        guard let value else { return (.inconclusive, .noSamples) }
        switch rule.decision {
        case .value: return (rule.holds(value) ? .pass : .fail, nil)
        case .interval: return verdict(rule, lower: bounds?.lower, upper: bounds?.upper)
        }
    }

    private static func verdict(
        _ rule: ThresholdRule,
        lower: Double?,
        upper: Double?
    ) -> (Verdict, ThresholdEvaluation.Doubt?) {
        let isLowerGood: Bool =
            switch rule.expression.comparison {
            case .atMost, .below: true
            case .atLeast, .above: false
            }
        let (good, bad) = isLowerGood ? (lower, upper) : (upper, lower)
        if let bad, rule.holds(bad) { return (.pass, nil) }
        if let good, !rule.holds(good) { return (.fail, nil) }
        return (.inconclusive, good == nil || bad == nil ? .tooFewSamples : .intervalSpansLimit)
    }
}

extension ThresholdRule {
    fileprivate func holds(_ value: Double) -> Bool { expression.comparison.holds(value, expression.limit) }

    /// What stands for an unknown sample when the worst is assumed: the possible sample that speaks most against it.
    fileprivate var worstSample: Double {
        let range = MetricRange(metric.unit)
        guard case .shareOf(let condition, _) = expression.aggregate else {
            return range.worst(for: expression.comparison)
        }
        // A share that must be large suffers from a sample outside its condition, one that must be small from one in.
        let isLargeGood = expression.comparison == .atLeast || expression.comparison == .above
        let outside = range.worst(for: condition)
        return isLargeGood ? outside : outside == range.lowest ? range.highest : range.lowest
    }
}

extension ThresholdRule {
    /// The samples that pull a group's aggregate down and up as far as can be.
    fileprivate var extremeSamples: (lowest: Double, highest: Double) {
        let range = MetricRange(metric.unit)
        guard case .shareOf(let condition, _) = expression.aggregate else { return (range.lowest, range.highest) }
        let outside = range.worst(for: condition)
        return (outside, outside == range.lowest ? range.highest : range.lowest)
    }
}

extension ConfidenceInterval {
    var roundedToSixDigits: ConfidenceInterval? {
        guard lower != nil || upper != nil else { return nil }
        return ConfidenceInterval(lower: lower?.roundedToSixDigits, upper: upper?.roundedToSixDigits)
    }
}
