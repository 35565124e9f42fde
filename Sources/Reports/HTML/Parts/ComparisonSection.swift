import Plots
import QualityModels
import Results
import Statistics

/// Two runs side by side; the first is what the second is seen from.
enum ComparisonSection {
    static let names = ["first run", "second run"]

    static func banners(_ first: ReportContents, _ second: ReportContents) -> Markup {
        .group([
            .paragraph("Two rehearsals side by side", kind: "kicker"),
            Markup("h1", [], [.text(title(first, second))]),
            Markup(
                "div",
                [("class", "pair-of-runs")],
                zip(names, [first, second]).map { name, run in
                    Markup(
                        "div",
                        [],
                        [
                            .paragraph(
                                "The \(name): \(run.summary.identity.scenario), seed \(run.manifest.seed), "
                                    + "digest \(run.manifest.digestHexadecimal)",
                                kind: "meaning"
                            ),
                            VerdictBanner.verdict(run.summary),
                        ]
                    )
                }
            ),
        ])
    }

    private static func title(_ first: ReportContents, _ second: ReportContents) -> String {
        let names = [first.summary.identity.scenario, second.summary.identity.scenario]
        return names[0] == names[1] ? names[0] : names.joined(separator: " and ")
    }

    static func thresholds(_ first: ReportContents, _ second: ReportContents) -> PageSection? {
        let keys = (first.summary.thresholds + second.summary.thresholds).map(Key.init)
        let all = keys.reduce(into: [Key]()) { if !$0.contains($1) { $0.append($1) } }
        guard !all.isEmpty else { return nil }
        let rows = all.map { key in
            Markup(
                "tr",
                [],
                [
                    Markup(
                        "th",
                        [("scope", "row")],
                        [Markup("code", [], [.text(key.name)]), .text(" " + key.expression)]
                    )
                ]
                    + [first, second].flatMap { run -> [Markup] in
                        guard let evaluation = run.summary.thresholds.first(where: { Key($0) == key }) else {
                            return [.cell("not asked"), .cell("")]
                        }
                        return [
                            Markup("td", [], [ThresholdSection.badge(evaluation.verdict)]),
                            .cell(ThresholdWords(evaluation).value, kind: "number strong"),
                        ]
                    }
            )
        }
        let head =
            [Markup.columnHead("What")]
            + names.flatMap { [Markup.columnHead($0), .columnHead("value", kind: "number")] }
        return (
            "thresholds", "Thresholds",
            .section(
                "thresholds",
                "Thresholds",
                "What each run was asked to keep.",
                [scroll("Thresholds of both runs", head, rows)]
            )
        )
    }

    /// A threshold as both runs may state it.
    private struct Key: Equatable {
        let name: String
        let expression: String

        init(_ evaluation: ThresholdEvaluation) {
            (name, expression) = (ThresholdWords(evaluation).key, evaluation.rule.expression.text)
        }
    }

    static func metrics(_ first: ReportContents, _ second: ReportContents) -> PageSection? {
        let metrics = MetricCatalogue.all.filter { metric in
            !metric.isDetail && [first, second].contains { $0.summary.metric(metric.name) != nil }
        }
        guard !metrics.isEmpty else { return nil }
        let rows = metrics.map { metric in
            let (unit, found) = (DisplayUnit(metric), [first, second].map { $0.summary.metric(metric.name)?.all })
            let isHighGood = metric.direction == .higherIsBetter
            let medians = found.map { $0.map(\.median) }
            let tails = found.map { $0.map { isHighGood ? $0.p10 : $0.p90 } }
            let differences = [medians, tails].map { pair in
                pair[0].flatMap { first in pair[1].map { $0 - first } }
            }
            return Markup(
                "tr",
                [],
                [
                    Markup(
                        "th",
                        [("scope", "row")],
                        [Markup("code", [], [.text(metric.name)]), .paragraph(metric.meaning, kind: "meaning")]
                    ),
                    .cell(unit.name), .cell(isHighGood ? "p(10)" : "p(90)"),
                ]
                    + zip([medians, tails], differences).flatMap { pair, difference in
                        pair.map { .cell($0.map { unit.number($0) } ?? "–", kind: "number") }
                            + [change(difference, unit, isHighGood: isHighGood)]
                    }
            )
        }
        let head: [Markup] = [
            .columnHead("Metric"), .columnHead("Unit"), .columnHead("Tail"),
            .columnHead("median, first", kind: "number"),
            .columnHead("second", kind: "number"), .columnHead("change", kind: "number"),
            .columnHead("tail, first", kind: "number"), .columnHead("second", kind: "number"),
            .columnHead("change", kind: "number"),
        ]
        let intro =
            "Medians and the bad tail (the worst tenth) of every metric. A change is good or bad by the metric's own "
            + "direction; whether it is more than chance is not judged here."
        return (
            "metrics", "Metrics", .section("metrics", "Metrics", intro, [scroll("Metrics of both runs", head, rows)])
        )
    }

    private static func change(_ difference: Double?, _ unit: DisplayUnit, isHighGood: Bool) -> Markup {
        guard let difference else { return .cell("–", kind: "number") }
        guard difference != 0 else { return .cell("same", kind: "number") }
        let isGood = (difference > 0) == isHighGood
        let text = (difference > 0 ? "+" : "−") + unit.number(abs(difference), digits: 3)
        return .cell(text + (isGood ? " better" : " worse"), kind: "number " + (isGood ? "better" : "worse"))
    }

    static func settings(_ first: ReportContents, _ second: ReportContents) -> PageSection? {
        let (old, new) = (values(first), values(second))
        let paths =
            first.manifest.configuration.map(\.path)
            + second.manifest.configuration.map(\.path).filter { old[$0] == nil }
        let rows = paths.filter { old[$0] != new[$0] }.map { path in
            Markup(
                "tr",
                [],
                [
                    Markup("th", [("scope", "row")], [Markup("code", [], [.text(path)])]),
                    .cell(old[path] ?? "not set"), .cell(new[path] ?? "not set"),
                ]
            )
        }
        let parts: [Markup] =
            rows.isEmpty
            ? [.paragraph("Both runs have the same settings.")]
            : [scroll("Settings that differ", ["Setting", "First run", "Second run"].map { .columnHead($0) }, rows)]
        return ("settings", "Settings", .section("settings", "Settings that differ", "", parts))
    }

    private static func values(_ run: ReportContents) -> [String: String] {
        Dictionary(run.manifest.configuration.map { ($0.path, $0.value) }) { first, _ in first }
    }

    static func method(_ first: ReportContents, _ second: ReportContents) -> PageSection? {
        let columns = zip(names, [first, second]).map { name, run in
            Markup(
                "div",
                [],
                [
                    Markup("h3", [], [.text(name)]),
                    Markup("dl", [("class", "facts")], MethodSection.facts(run.manifest).flatMap(MethodSection.fact)),
                    Markup("pre", [("tabindex", "0")], [Markup("code", [], [.text(run.manifest.reproduce)])]),
                ]
            )
        }
        return (
            "method", "Method",
            .section(
                "method",
                "Method",
                MethodSection.tier(first.manifest.tier),
                [Markup("div", [("class", "pair-of-runs")], columns)]
            )
        )
    }

    private static func scroll(_ name: String, _ head: [Markup], _ rows: [Markup]) -> Markup {
        Markup(
            "div",
            [("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", name)],
            [Markup("table", [], [Markup("thead", [], [Markup("tr", [], head)]), Markup("tbody", [], rows)])]
        )
    }
}
