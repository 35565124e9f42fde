import QualityModels
public import Results
import Statistics
import Units

/// What a run prints when it is done: thresholds first, in the spirit of k6.
public enum ConsoleSummary {
    /// The summary as lines of text; `folder` is where the run's files are.
    public static func render(
        summary: RunSummary,
        manifest: RunManifest,
        comparison: PairedComparison? = nil,
        folder: String? = nil,
        style: ConsoleStyle = .plain
    ) -> String {
        let pen = ConsolePen(style: style)
        let sections = [
            thresholds(summary, manifest, pen),
            comparison.map { ComparisonTable($0).lines(pen) } ?? [],
            metrics("QUALITY", ["audio", "video", "consultation"], summary, pen),
            metrics("NETWORK", ["call"], summary, pen),
            NetworkTable.lines("FLOWS (worse of both ways)", .flow, summary, pen),
            NetworkTable.lines("SHARED LINKS (higher of both ways)", .link, summary, pen),
            NetworkTable.lines("SERVERS", .relay, summary, pen),
            ClinicTable.lines(summary, pen),
            EquityTable.lines(summary, pen),
            MediaSampleTable.lines(summary, pen),
            calls(summary, pen),
            tester(manifest, pen),
            run(summary, manifest, folder, pen),
        ]
        return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    }

    private static func thresholds(_ summary: RunSummary, _ manifest: RunManifest, _ pen: ConsolePen) -> [String] {
        var lines = [pen.paint("THRESHOLDS", .heading)]
        var table = TextTable()
        for evaluation in summary.thresholds {
            let words = ThresholdWords(evaluation)
            let (mark, role): (String, ConsolePen.Role) =
                switch evaluation.verdict {
                case .pass: ("✓", .good)
                case .fail: ("✗", .bad)
                case .inconclusive: ("?", .doubtful)
                }
            table.append([
                TextTable.Cell("  " + mark, role: role),
                TextTable.Cell(evaluation.verdict.rawValue, role: role),
                TextTable.Cell(words.key.visible),
                TextTable.Cell("'\(evaluation.rule.expression.text.visible)'"),
                .number(words.value),
                .number("limit \(words.limit)"),
                .number("n=\(evaluation.samples)"),
                TextTable.Cell("95 %: \(words.interval)", role: .faint),
            ])
        }
        lines += table.lines(pen)
        for evaluation in summary.thresholds {
            let words = ThresholdWords(evaluation)
            for note in [words.doubt].compactMap({ $0 }) + words.warnings {
                lines.append(pen.paint("  ! \(words.key.visible): \(note)", .doubtful))
            }
        }
        if summary.thresholds.isEmpty {
            lines.append(pen.paint("  ! the scenario states no thresholds: nothing was judged", .doubtful))
        } else if manifest.usesDefaultThresholds {
            lines.append(pen.paint("  ! no thresholds are stated; these are the defaults", .doubtful))
        }
        if summary.metric("audio.mos") != nil {
            lines.append(
                pen.paint(
                    "  ! audio.mos rests on a table for Opus of our own calibration (docs/models/opus-impairment.md)",
                    .faint
                )
            )
        }
        if summary.metrics.contains(where: { $0.metric.name.hasPrefix("consultation.") }) {
            lines.append(
                pen.paint("  ! usability: " + UsabilityProfile.disclaimer + " (docs/models/usability.md)", .faint)
            )
        }
        return lines
    }

    private static func metrics(_ title: String, _ families: [String], _ summary: RunSummary, _ pen: ConsolePen)
        -> [String]
    {
        let asked = Set(summary.thresholds.map(\.rule.metric.name))
        let shown = summary.metrics.filter { summary in
            families.contains { summary.metric.name.hasPrefix($0 + ".") }
                && (!summary.metric.isDetail || asked.contains(summary.metric.name))
        }
        guard !shown.isEmpty else { return [] }
        var table = TextTable()
        table.append(
            [TextTable.Cell("  "), TextTable.Cell("")]
                + ["p(5)", "p(10)", "med", "avg", "p(90)", "p(95)", "n"].map {
                    TextTable.Cell($0, role: .faint, isNumber: true)
                }
        )
        for metric in shown {
            let unit = DisplayUnit(metric.metric)
            let all = metric.all
            let values = [all.p5, all.p10, all.median, all.average, all.p90, all.p95].map {
                TextTable.Cell.number(unit.number($0))
            }
            table.append(
                [TextTable.Cell("  " + metric.metric.name), TextTable.Cell(unit.name)] + values + [
                    .number(String(all.count))
                ]
            )
            for group in metric.groups where group.tag.name == "to" {
                table.append([
                    TextTable.Cell("    { \(group.key) }".visible, role: .faint), TextTable.Cell(""),
                    .number(unit.number(group.distribution.p5)), .number(unit.number(group.distribution.p10)),
                    .number(unit.number(group.distribution.median)), .number(unit.number(group.distribution.average)),
                    .number(unit.number(group.distribution.p90)), .number(unit.number(group.distribution.p95)),
                    .number(String(group.distribution.count)),
                ])
            }
        }
        return [pen.paint(title, .heading)] + table.lines(pen)
    }

    /// Whether the run is about calls, though all may be missing.
    private static func holdsCalls(_ summary: RunSummary) -> Bool {
        summary.callCount > 0 || summary.metrics.allSatisfy { $0.metric.sampling.isOfCalls }
    }

    private static func calls(_ summary: RunSummary, _ pen: ConsolePen) -> [String] {
        // A scenario of flows alone holds no calls, and nobody asks for them.
        guard holdsCalls(summary) else { return [] }
        var lines = [pen.paint("CALLS", .heading)]
        let counts = summary.outcomes.filter { $0.count > 0 }.map { "\($0.count) \($0.outcome.rawValue)" }
        lines.append("  \(summary.callCount) held" + (counts.isEmpty ? "" : ": " + counts.joined(separator: ", ")))
        if !summary.worstCalls.isEmpty { lines += ["", pen.paint("WORST CALLS", .heading)] }
        for call in summary.worstCalls.prefix(5) {
            let story = CallStory.findings(call).joined(separator: "; ")
            let heading = "  call \(call.call) (\(call.patient), \(call.network)): "
            let text = (heading + story).visible.wrapped(to: 112)
            lines.append("  " + text[0])
            lines += text.dropFirst().map { "      " + $0 }
        }
        return lines
    }

    private static func tester(_ manifest: RunManifest, _ pen: ConsolePen) -> [String] {
        let tester = manifest.tester
        let memory = tester.peakMemoryBytes.map { "  peak memory \($0 / 1_048_576) MiB" } ?? ""
        return [
            pen.paint("TESTER", .heading),
            "  \(manifest.workers) \(manifest.workers == 1 ? "worker" : "workers") on \(tester.processors) cores  "
                + "\(manifest.wallSeconds.text(significantDigits: 3)) s  "
                + "CPU \(manifest.cpuSeconds.text(significantDigits: 3)) s  "
                + "x\(tester.speedUp.text(significantDigits: 3)) real time" + memory,
        ]
    }

    private static func run(
        _ summary: RunSummary,
        _ manifest: RunManifest,
        _ folder: String?,
        _ pen: ConsolePen
    ) -> [String] {
        let verdict: String
        switch summary.verdict.verdict {
        case .pass: verdict = pen.paint("passed", .good)
        case .fail: verdict = pen.paint("failed", .bad)
        case .inconclusive: verdict = pen.paint("inconclusive", .doubtful)
        }
        var lines = [
            pen.paint("RUN", .heading),
            "  \(summary.identity.scenario.visible)  tier \(summary.identity.tier)  seed \(summary.identity.seed)  "
                + "digest \(manifest.digestHexadecimal)",
        ]
        if !summary.identity.isComplete {
            lines.append(pen.paint("  incomplete: not every planned call was held", .doubtful))
        }
        let gaps = holdsCalls(summary) ? "media.audio.concealment" : nil
        switch manifest.configuration.first(where: { $0.path == gaps })?.value {
        case "expand": lines.append("  gaps in sound: filled as browsers do, by repetition and fade (expand)")
        case "codec":
            lines.append(pen.paint("  gaps in sound: filled by libopus, as browsers do not (codec)", .doubtful))
        default: break
        }
        if let folder { lines.append("  files: \(folder.visible)") }
        lines.append("  again: \(manifest.reproduce.visible)")
        lines.append("  verdict: \(verdict) (exit code \(summary.verdict.exitCode))")
        return lines
    }
}
