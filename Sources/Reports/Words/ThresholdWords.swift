import QualityModels
import Results
import Statistics

/// The parts of a threshold's answer, in words.
struct ThresholdWords {
    private let evaluation: ThresholdEvaluation
    private let unit: DisplayUnit

    init(_ evaluation: ThresholdEvaluation) {
        self.evaluation = evaluation
        unit = DisplayUnit(evaluation.rule)
    }

    /// The metric with its tags in braces, such as `audio.mos{to:clinician}`.
    var key: String {
        let tags = tags
        return evaluation.rule.metric.name + (tags.isEmpty ? "" : "{" + tags + "}")
    }

    /// The tags, such as `network:4g,to:clinician`; empty without any.
    var tags: String { evaluation.rule.tags.map { $0.name + ":" + $0.value }.joined(separator: ",") }

    var value: String { evaluation.value.map(unit.text) ?? "unknown" }

    var limit: String { unit.text(evaluation.rule.expression.limit) }

    /// How far on the good side, with its sign; `nil` without a value.
    var margin: String? { evaluation.margin.map { ($0 < 0 ? "" : "+") + unit.text($0) } }

    var interval: String {
        switch (evaluation.interval?.lower, evaluation.interval?.upper) {
        case (let lower?, let upper?): "\(unit.text(lower)) to \(unit.text(upper))"
        case (let lower?, nil): "\(unit.text(lower)) or more"
        case (nil, let upper?): "\(unit.text(upper)) or less"
        case (nil, nil): "none, " + gap
        }
    }

    /// Why there is no interval.
    private var gap: String {
        switch evaluation.intervalGap {
        case .noSamples: "no samples"
        case .noSpread: "all samples are equal"
        case .tooFewCalls, nil: "too few calls"
        }
    }

    /// Why there is no answer; `nil` where there is one.
    var doubt: String? {
        switch evaluation.doubt {
        case nil: nil
        case .noSamples where evaluation.unknown > 0:
            "nothing was measured, though \(evaluation.unknown) samples should be there"
        case .noSamples: "no samples"
        case .unknownSamples:
            "passes on \(evaluation.samples) samples, "
                + "but \(evaluation.unknown) more were not measured and could turn it"
        case .intervalSpansLimit: "decided by its interval, which reaches across the limit"
        case .tooFewSamples: "decided by its interval, for which \(evaluation.samples) samples are too few"
        case .tooFewGroups(let callsMin): "fewer than two groups have \(callsMin) calls or more (equity.min_calls)"
        case .smallGroups(let names, let callsMin):
            "passes among the larger groups, but \(names.joined(separator: ", ")) "
                + "\(names.count == 1 ? "has" : "have") fewer than \(callsMin) calls (equity.min_calls)"
        }
    }

    /// What to keep in mind though there is an answer.
    var warnings: [String] {
        var warnings: [String] = []
        if evaluation.unknown > 0, evaluation.doubt == nil {
            let rest =
                evaluation.verdict == .pass ? "; it passes even if they were as bad as can be" : ""
            warnings.append("\(evaluation.unknown) more samples were not measured\(rest)")
        }
        if evaluation.intervalCrossesLimit, evaluation.rule.decision == .value {
            warnings.append("the interval crosses the limit: another seed may turn out otherwise")
        }
        return warnings
    }

    /// The whole answer on one line, for a report that has no columns.
    var sentence: String {
        let expression = evaluation.rule.expression
        let aggregate = expression.text
        let start =
            "\(key) is \(value), limit \(expression.comparison.rawValue) \(limit) ('\(aggregate)'), "
            + "n = \(evaluation.samples), 95 % interval \(interval)"
        return ([start] + [doubt].compactMap { $0 } + warnings).joined(separator: "; ")
    }
}
