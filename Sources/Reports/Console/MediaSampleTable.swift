import QualityModels
import Results
import Statistics

/// The means of a packet-tier run as codecs would have them, by the sample that was run with codecs.
enum MediaSampleTable {
    static func lines(_ summary: RunSummary, _ pen: ConsolePen) -> [String] {
        guard let sample = summary.mediaSample else { return [] }
        let title = "AS CODECS WOULD HAVE IT (\(sample.callCount) of \(summary.callCount) calls run again with them)"
        let asked = Set(summary.thresholds.map(\.rule.metric.name))
        let shown = sample.entries.filter { !$0.metric.isDetail || asked.contains($0.metric.name) }
        var table = TextTable()
        table.append(
            ["  ", "", "packet tier", "with codecs", "95 %", "calls"].map { TextTable.Cell($0, role: .faint) }
        )
        for entry in shown {
            let unit = DisplayUnit(entry.metric)
            table.append(row("  " + entry.metric.name, unit.name, entry.all, unit, .plain))
            for (name, mean) in [("to:clinician", entry.toClinician), ("to:patient", entry.toPatient)] {
                guard let mean else { continue }
                table.append(row("    { \(name) }", "", mean, unit, .faint))
            }
        }
        return [pen.paint(title, .heading)] + table.lines(pen) + [pen.paint(note, .faint)]
    }

    private static let note = "  means over all calls; thresholds judge the packet tier (docs/models/media-sample.md)"

    private static func row(
        _ name: String,
        _ unitName: String,
        _ mean: CorrectedMean,
        _ unit: DisplayUnit,
        _ role: ConsolePen.Role
    ) -> [TextTable.Cell] {
        [
            TextTable.Cell(name, role: role), TextTable.Cell(unitName), .number(unit.number(mean.packet)),
            .number(mean.corrected.map { unit.number($0) } ?? "unknown"),
            TextTable.Cell(words(mean, unit), role: .faint), .number("\(mean.calls)"),
        ]
    }

    private static func words(_ mean: CorrectedMean, _ unit: DisplayUnit) -> String {
        if let lower = mean.interval?.lower, let upper = mean.interval?.upper {
            return "\(unit.number(lower)) to \(unit.number(upper))"
        }
        return mean.corrected == nil ? "too few calls" : mean.standardError == nil ? "too few calls" : "no spread seen"
    }
}
