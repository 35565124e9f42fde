import QualityModels
import Results
import Statistics

/// What became of a clinic's appointments, how long patients waited, and how clinicians' time was spent.
enum ClinicTable {
    static func lines(_ summary: RunSummary, _ pen: ConsolePen) -> [String] {
        let counts = summary.appointments.filter { $0.count > 0 }
        guard !counts.isEmpty else { return [] }
        let all = counts.reduce(0) { $0 + $1.count }
        let words = counts.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
        let text = "  \(all) appointments: \(words)".wrapped(to: 112)
        var lines = [pen.paint("CLINIC", .heading)] + [text[0]] + text.dropFirst().map { "    " + $0 }
        var table = TextTable()
        table.append(
            [TextTable.Cell("  "), TextTable.Cell("")]
                + ["med", "avg", "p(90)", "p(95)", "n"].map { TextTable.Cell($0, role: .faint, isNumber: true) }
        )
        for metric in summary.metrics where metric.metric.sampling == .clinic {
            append(metric.metric.name, metric.all, of: metric, role: nil, to: &table)
            guard metric.groups.count > 1 else { continue }
            for group in metric.groups {
                append("  { \(group.key) }".visible, group.distribution, of: metric, role: .faint, to: &table)
            }
        }
        lines += table.lines(pen)
        return lines
    }

    private static func append(
        _ name: String,
        _ values: Distribution,
        of metric: MetricSummary,
        role: ConsolePen.Role?,
        to table: inout TextTable
    ) {
        // Minutes, since that is what clinics are planned in.
        let isTime = metric.metric.unit == .seconds
        let unit = isTime ? "min" : "%"
        let factor = isTime ? 1.0 / 60 : 100
        let cells = [values.median, values.average, values.p90, values.p95].map {
            TextTable.Cell.number(($0 * factor).text(significantDigits: 4))
        }
        let first = role.map { TextTable.Cell("  " + name, role: $0) } ?? TextTable.Cell("  " + name)
        table.append([first, TextTable.Cell(unit)] + cells + [.number(String(values.count))])
    }
}
