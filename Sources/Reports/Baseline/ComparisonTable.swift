import QualityModels
public import Results
import Statistics

/// A comparison as a person reads it: a line a figure, in the manner of benchstat.
public struct ComparisonTable {
    private let comparison: PairedComparison

    public init(_ comparison: PairedComparison) { self.comparison = comparison }

    /// The lines for a terminal.
    public func text(style: ConsoleStyle = .plain) -> String { lines(ConsolePen(style: style)).joined(separator: "\n") }

    func lines(_ pen: ConsolePen) -> [String] {
        var table = TextTable()
        if !shown.isEmpty { table.append(Self.heads) }
        for row in shown { table.append(cells(row)) }
        let body = table.lines(pen)
        return [pen.paint("BASELINE", .heading)] + body + notes.map { "  ! " + $0 }.map { pen.paint($0, .doubtful) }
            + ["  " + pen.paint(answer, Self.role(comparison.verdict))]
    }

    /// The same as Markdown.
    public var markdown: String { markdownLines.joined(separator: "\n") + "\n" }

    var markdownLines: [String] {
        var table: [String] = []
        if !shown.isEmpty {
            table = [
                "| metric | old | new | difference | p | margin | verdict |",
                "|---|--:|--:|---|--:|--:|---|",
            ]
        }
        for row in shown {
            let words = Words(row)
            let cells = [
                words.name, words.old, words.new, words.difference, words.p, words.margin, Self.word(row.verdict),
            ]
            table.append("| " + cells.map(Markdown.escaped).joined(separator: " | ") + " |")
        }
        if !table.isEmpty { table.append("") }
        return ["### Baseline", ""] + table + notes.map { "- " + Markdown.escaped($0) } + (notes.isEmpty ? [] : [""])
            + ["**" + Markdown.escaped(answer) + "**"]
    }

    private static let heads =
        [TextTable.Cell("  "), TextTable.Cell("")]
        + ["old", "new"].map { TextTable.Cell($0, role: .faint, isNumber: true) }
        + [TextTable.Cell("difference [95 %]", role: .faint)]
        + ["p", "margin"].map { TextTable.Cell($0, role: .faint, isNumber: true) }

    /// The figures that decide.
    private var judged: [ComparisonRow] { comparison.rows.filter { $0.verdict != nil } }

    /// The figures that are worth a line: those that differ, and those that are open.
    private var shown: [ComparisonRow] {
        comparison.isIdentical ? [] : judged.filter { !$0.isUnchanged || $0.verdict != .betterOrSame } + changed
    }

    /// The other figures that differ for certain.
    private var changed: [ComparisonRow] { comparison.rows.filter { $0.verdict == nil && $0.isSignificant } }

    private func cells(_ row: ComparisonRow) -> [TextTable.Cell] {
        let words = Words(row)
        let mark = row.verdict.map { verdict in
            switch verdict {
            case .betterOrSame: "✓"
            case .worse: "✗"
            case .inconclusive: "?"
            }
        }
        let role = row.verdict.map(Self.role) ?? .faint
        return [
            TextTable.Cell("  " + (mark ?? "·"), role: role), TextTable.Cell(words.name.visible),
            .number(words.old), .number(words.new), TextTable.Cell(words.difference),
            .number(words.p), .number(words.margin), TextTable.Cell(Self.word(row.verdict), role: role),
        ]
    }

    private static func role(_ verdict: ComparisonVerdict) -> ConsolePen.Role {
        switch verdict {
        case .betterOrSame: .good
        case .worse: .bad
        case .inconclusive: .doubtful
        }
    }

    private static func word(_ verdict: ComparisonVerdict?) -> String {
        switch verdict {
        case .betterOrSame: "better or same"
        case .worse: "worse"
        case .inconclusive: "inconclusive"
        case nil: "not judged"
        }
    }

    /// What to keep in mind.
    private var notes: [String] {
        var notes = [comparison.remark.map { "not the same run twice: " + $0 }].compactMap { $0 }.map(\.visible)
        if comparison.mismatch != nil {
            notes.append(
                comparison.unit == .calls
                    ? "where the difference is meant, compare --across holds the runs against each other all the same"
                    : "where the difference is meant, make the baseline anew: run SCENARIO --baseline FILE --update-baseline"
            )
        }
        let sameCount = judged.count { $0.isUnchanged && $0.verdict == .betterOrSame }
        if sameCount > 0, !comparison.isIdentical {
            notes.append("\(sameCount) of \(judged.count) judged figures are the same in every pair")
        }
        if !comparison.canShowWorse, !comparison.isIdentical {
            notes.append(
                "\(comparison.pairCount) seeds are too few to show that one of \(judged.count) figures is worse: "
                    + "give more --seeds, or judge fewer figures with --margin METRIC=none"
            )
        }
        for row in judged {
            guard case .unmeasured(let count)? = row.doubt else { continue }
            notes.append("\(row.quantity.text.visible): \(count) samples are missing on one side")
        }
        return notes
    }

    /// The answer in one sentence.
    public var answer: String {
        let pairs = "\(comparison.pairCount) \(comparison.unit == .runs ? "seeds" : "calls")"
        if let mismatch = comparison.mismatch { return "no comparable baseline: \(mismatch.visible)" }
        if comparison.isIdentical { return "the same to the byte in \(pairs): better or same" }
        let alike = comparison.identicalCount > 0 ? ", \(comparison.identicalCount) of them the same to the byte" : ""
        switch comparison.verdict {
        case .betterOrSame: return "better or same in \(pairs)\(alike)"
        case .worse:
            let names = judged.filter { $0.verdict == .worse }.map(\.quantity.text.visible).joined(separator: ", ")
            return "worse in \(pairs)\(alike): \(names)"
        case .inconclusive where judged.isEmpty: return "inconclusive in \(pairs)\(alike): no figure was judged"
        case .inconclusive:
            let open = judged.count { $0.verdict == .inconclusive }
            return "inconclusive in \(pairs)\(alike): \(open) of \(judged.count) figures are not decided"
        }
    }

    /// The parts of a row.
    struct Words {
        let name: String
        let old: String
        let new: String
        let difference: String
        let p: String
        let margin: String

        init(_ row: ComparisonRow) {
            let metric = row.quantity.subject.metric
            let unit = DisplayUnit(metric)
            name = row.quantity.text + (unit.name.isEmpty ? "" : " (\(unit.name))")
            func side(_ side: ComparisonRow.Side?) -> String {
                guard let side else { return "unknown" }
                return unit.number(side.mean) + (side.halfWidth.map { " ± " + unit.number($0, digits: 2) } ?? "")
            }
            (old, new) = (side(row.old), side(row.new))
            p = row.pDifference.map { Self.probability($0) } ?? ""
            margin = row.margin.map { unit.number($0) } ?? ""
            guard let mean = row.difference else {
                difference = "unknown"
                return
            }
            func signed(_ value: Double?) -> String {
                value.map { ($0 > 0 ? "+" : "") + unit.number($0, digits: 3) } ?? "…"
            }
            let range = " [\(signed(row.interval?.lower)), \(signed(row.interval?.upper))]"
            difference = (row.isSignificant ? signed(mean) : "~ " + signed(mean)) + range
        }

        private static func probability(_ p: Double) -> String {
            p < 0.001 ? "<0.001" : ((p * 1_000).rounded() / 1_000).text(significantDigits: 3)
        }
    }
}
