import Plots
import QualityModels
import Results
import Statistics

typealias PageSection = (id: String, title: String, markup: Markup)

/// What had to hold, and whether it did.
enum ThresholdSection {
    static func markup(_ summary: RunSummary) -> PageSection? {
        let title = "Thresholds"
        guard !summary.thresholds.isEmpty else { return nil }
        let head = Markup(
            "tr",
            [],
            [
                .columnHead("Verdict"), .columnHead("What"), .columnHead("Limit", kind: "number"),
                .columnHead("Value", kind: "number"), .columnHead("Margin", kind: "number"),
                .columnHead("95 % interval"), .columnHead("Samples", kind: "number"),
            ]
        )
        let table = Markup(
            "div",
            [("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Thresholds, as a table")],
            [
                Markup(
                    "table",
                    [("class", "thresholds")],
                    [
                        Markup("thead", [], [head]),
                        Markup("tbody", [], summary.thresholds.map(row)),
                    ]
                )
            ]
        )
        let notes = summary.thresholds.flatMap { evaluation in
            let words = ThresholdWords(evaluation)
            return ([words.doubt].compactMap { $0 } + words.warnings).map { "\(words.key): \($0)." }
        }
        let list = Markup("ul", [("class", "notes")], notes.map { Markup("li", [], [.text($0)]) })
        let intro =
            "Each line is a limit that the scenario sets. The interval says where the value may lie in runs with other "
            + "seeds: the dot is the value, the bar its interval, the upright line the limit, the shaded side is good."
        return ("thresholds", title, .section("thresholds", title, intro, [table] + (notes.isEmpty ? [] : [list])))
    }

    static func badge(_ verdict: Verdict) -> Markup {
        let (kind, mark, word) = VerdictBanner.words(verdict)
        return Markup(
            "span",
            [("class", "badge " + kind)],
            [Markup("span", [("aria-hidden", "true")], [.text(mark)]), .text(" " + word)]
        )
    }

    private static func row(_ evaluation: ThresholdEvaluation) -> Markup {
        let words = ThresholdWords(evaluation)
        let expression = evaluation.rule.expression
        let isHighGood = expression.comparison == .atLeast || expression.comparison == .above
        let mark = evaluation.value.map { value in
            IntervalMark(
                value: value,
                lower: evaluation.interval?.lower,
                upper: evaluation.interval?.upper,
                limit: expression.limit,
                isHighGood: isHighGood
            ).svg
        }
        return Markup(
            "tr",
            [],
            [
                Markup("td", [], [badge(evaluation.verdict)]),
                Markup(
                    "th",
                    [("scope", "row")],
                    [
                        Markup("code", [], [.text(words.key)]), .text(" " + expression.aggregateWords),
                        .paragraph(evaluation.rule.metric.meaning, kind: "meaning"),
                    ]
                ),
                labelled("Limit", expression.comparison.sign + " " + words.limit),
                labelled("Value", words.value, kind: " strong"),
                labelled("Margin", words.margin ?? "unknown"),
                Markup(
                    "td",
                    [("class", "interval-cell"), ("data-label", "95 % interval")],
                    [mark ?? .nothing, .paragraph(words.interval, kind: "meaning")]
                ),
                labelled("Samples", String(evaluation.samples)),
            ]
        )
    }

    /// A cell that says what it holds where the table has no room for a head.
    private static func labelled(_ name: String, _ text: String, kind: String = "") -> Markup {
        Markup("td", [("class", "number" + kind), ("data-label", name)], [.text(text)])
    }
}

extension ThresholdExpression.Comparison {
    /// As it is printed.
    var sign: String {
        switch self {
        case .atLeast: "≥"
        case .atMost: "≤"
        case .above: ">"
        case .below: "<"
        }
    }
}
