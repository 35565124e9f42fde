import QualityModels
import Results
import Statistics

/// The flows or the shared links of a run, a line each, with every metric that was measured.
enum NetworkTable {
    /// Longer tables are for the files.
    private static let rowCountMax = 24

    static func lines(
        _ title: String,
        _ sampling: MetricSampling,
        _ summary: RunSummary,
        _ pen: ConsolePen
    ) -> [String] {
        let metrics = summary.metrics.filter { $0.metric.sampling == sampling }
        var names: [String] = []
        for group in metrics.flatMap(\.groups) where !names.contains(group.tag.value) { names.append(group.tag.value) }
        guard !names.isEmpty else { return [] }
        var table = TextTable()
        table.append(
            [TextTable.Cell("  ")]
                + metrics.map { metric in
                    let unit = DisplayUnit(metric.metric).name
                    let name = metric.metric.name.split(separator: ".").last.map(String.init) ?? ""
                    return TextTable.Cell("\(name) \(unit)", role: .faint, isNumber: true)
                }
        )
        for name in names.prefix(rowCountMax) {
            let values = metrics.map { metric -> TextTable.Cell in
                let group = metric.groups.first { $0.tag.value == name }
                // Both directions carry the name: of a flow the worse is shown, of a link the busier.
                let worst = group.map {
                    metric.metric.direction == .higherIsBetter && sampling == .flow
                        ? $0.distribution.minimum : $0.distribution.maximum
                }
                return .number(worst.map { DisplayUnit(metric.metric).number($0) } ?? "-")
            }
            table.append([TextTable.Cell("  " + name.visible)] + values)
        }
        let rest = names.count - rowCountMax
        let more = rest > 0 ? [pen.paint("  and \(rest) more in the files", .faint)] : []
        return [pen.paint(title, .heading)] + table.lines(pen) + more
    }
}
