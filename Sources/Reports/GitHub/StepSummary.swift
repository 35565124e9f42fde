import QualityModels
public import Results
import Statistics

/// A run as Markdown for the page of a GitHub workflow's step.
public enum StepSummary {
    /// GitHub drops a summary of more than 1 MiB whole; what else the step writes needs room too.
    public static let byteCountMax = 900_000

    /// The summary, its sections cut so that it has at most as many bytes; what is left out is said.
    ///
    /// The verdict and the thresholds come first, so that they are what is kept.
    public static func markdown(
        summary: RunSummary,
        manifest: RunManifest,
        comparison: PairedComparison? = nil,
        byteCountMax: Int = byteCountMax
    ) -> String {
        var page = CappedPage(byteCountMax: byteCountMax)
        page.append("Thresholds", [heading(summary)] + thresholds(summary, manifest))
        if let comparison { page.append("Baseline", ComparisonTable(comparison).markdownLines) }
        page.append("Quality", metrics(summary))
        page.append("Worst calls", worstCalls(summary))
        page.append("Run", run(summary, manifest))
        return page.text
    }

    private static func heading(_ summary: RunSummary) -> String {
        let (mark, word) =
            switch summary.verdict.verdict {
            case .pass: ("✅", "passed")
            case .fail: ("❌", "failed")
            case .inconclusive: ("❔", "inconclusive")
            }
        return "## \(mark) \(Markdown.escaped(summary.identity.scenario)): \(word)"
    }

    private static func thresholds(_ summary: RunSummary, _ manifest: RunManifest) -> [String] {
        guard !summary.thresholds.isEmpty else {
            return ["", "The scenario states no thresholds: nothing was judged."]
        }
        var lines = ["", "| | metric | limit | value | samples | 95 % interval |", "|---|---|---|--:|--:|---|"]
        for evaluation in summary.thresholds {
            let words = ThresholdWords(evaluation)
            let mark =
                switch evaluation.verdict {
                case .pass: "✅"
                case .fail: "❌"
                case .inconclusive: "❔"
                }
            let cells = [
                words.key, evaluation.rule.expression.text, words.value, String(evaluation.samples), words.interval,
            ]
            lines.append("| \(mark) | " + cells.map(Markdown.escaped).joined(separator: " | ") + " |")
        }
        lines.append("")
        for evaluation in summary.thresholds {
            let words = ThresholdWords(evaluation)
            for note in [words.doubt].compactMap({ $0 }) + words.warnings {
                lines.append("- \(Markdown.escaped(words.key)): \(Markdown.escaped(note))")
            }
        }
        if manifest.usesDefaultThresholds { lines.append("- No thresholds are stated; these are the defaults.") }
        return lines
    }

    private static func metrics(_ summary: RunSummary) -> [String] {
        let asked = Set(summary.thresholds.map(\.rule.metric.name))
        let shown = summary.metrics.filter { !$0.metric.isDetail || asked.contains($0.metric.name) }
        guard !shown.isEmpty else { return [] }
        var lines = ["### Quality", "", "| metric | p(5) | med | avg | p(95) | n |", "|---|--:|--:|--:|--:|--:|"]
        for metric in shown {
            let unit = DisplayUnit(metric.metric)
            let name = metric.metric.name + (unit.name.isEmpty ? "" : " (\(unit.name))")
            lines.append(row(name, metric.all, unit))
            for group in metric.groups where group.tag.name == "to" {
                lines.append(row("… " + group.key, group.distribution, unit))
            }
        }
        return lines
    }

    private static func row(_ name: String, _ values: Distribution, _ unit: DisplayUnit) -> String {
        let numbers = [values.p5, values.median, values.average, values.p95].map { unit.number($0) }
        return "| " + ([Markdown.escaped(name)] + numbers + [String(values.count)]).joined(separator: " | ") + " |"
    }

    private static func worstCalls(_ summary: RunSummary) -> [String] {
        guard !summary.worstCalls.isEmpty else { return [] }
        return ["### Worst calls", ""]
            + summary.worstCalls.map { call in
                let story = CallStory.findings(call).joined(separator: "; ")
                return "- " + Markdown.escaped("call \(call.call) (\(call.patient), \(call.network)): \(story)")
            }
    }

    private static func run(_ summary: RunSummary, _ manifest: RunManifest) -> [String] {
        [
            "### Run", "",
            "\(summary.callCount) calls, tier \(Markdown.escaped(summary.identity.tier)), seed \(summary.identity.seed), "
                + "digest \(manifest.digestHexadecimal), exit code \(summary.verdict.exitCode).", "",
            "Again: " + Markdown.escaped(manifest.reproduce),
        ]
    }
}
