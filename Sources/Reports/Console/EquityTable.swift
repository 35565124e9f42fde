import Results
import Statistics

/// Groups of calls side by side: how many consultations of each were usable, and which lie apart.
enum EquityTable {
    static func lines(_ summary: RunSummary, _ pen: ConsolePen) -> [String] {
        summary.equity.enumerated().flatMap { place, equity in
            (place > 0 ? [""] : []) + [pen.paint("EQUITY (usable consultations by \(equity.tag.visible))", .heading)]
                + table(equity).lines(pen) + notes(equity, pen)
        }
    }

    private static func table(_ equity: EquitySummary) -> TextTable {
        var table = TextTable()
        for group in equity.groups {
            let unknown = group.unknown > 0 ? "\(group.unknown) not measured" : ""
            table.append([
                TextTable.Cell("  " + group.value.visible),
                .number(group.share.map(percent) ?? "-"),
                TextTable.Cell(
                    group.share == nil
                        ? "too few calls: \(equity.callsMin) make a group" : "95 %: " + words(group.interval),
                    role: .faint
                ),
                .number("n=\(group.calls)"),
                TextTable.Cell(unknown, role: .doubtful),
            ])
        }
        for (name, contrast) in [("gap", equity.gap), ("ratio", equity.ratio)] {
            guard let contrast else { continue }
            table.append([
                TextTable.Cell("  " + name, role: .faint), .number(percent(contrast.value)),
                TextTable.Cell("95 %: " + words(contrast.interval), role: .faint),
            ])
        }
        return table
    }

    private static func notes(_ equity: EquitySummary, _ pen: ConsolePen) -> [String] {
        guard equity.gap != nil else { return [] }
        guard !equity.ranked.isEmpty else {
            return [pen.paint("  no group is ranked: the intervals overlap", .faint)]
        }
        return equity.ranked.map { "  \($0.better) above \($0.worse)".visible }
    }

    private static func words(_ interval: ConfidenceInterval?) -> String {
        guard let lower = interval?.lower, let upper = interval?.upper else { return "none" }
        return "\(percent(lower)) to \(percent(upper))"
    }

    private static func percent(_ share: Double) -> String { (share * 100).text(significantDigits: 4) + " %" }
}
