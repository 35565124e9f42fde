import Plots
import QualityModels
import Results
import Units

/// The calls that deserve a look first: a table of many, and the worst in detail.
enum CallSection {
    /// The most calls in the table; the rest are in calls.ndjson.
    static let rowsMax = 200

    static func markup(_ contents: ReportContents) -> PageSection? {
        let records = contents.records
        guard !records.calls.isEmpty else { return nil }
        let shown = calls(of: records)
        let more =
            shown.count < records.calls.count
            ? "The \(shown.count) worst of \(records.calls.count) are shown; calls.ndjson has all. " : ""
        let intro =
            "Worst first: by how the consultation ended, then whether it was usable, then by the lowest score of sound in "
            + "any 10 s of either direction, then by time frozen. " + more
            + "Press a heading to sort, or filter by any word."
        let detailed = contents.detailedCalls
        var parts = [filter(shown), table(shown, detailed: Set(detailed.map(\.call)))]
        if !detailed.isEmpty {
            parts.append(Markup("h3", [("id", "worst")], [.text("The worst calls in detail")]))
            if let gap = contents.momentGap { parts.append(.paragraph(gap, kind: "intro")) }
            parts += detailed.enumerated().map { CallDetail.markup($1, contents, isOpen: $0 == 0) }
        }
        return ("calls", "Calls", .section("calls", "Calls", intro, parts))
    }

    /// Those with something amiss, the worst first, then the others by number.
    private static func calls(of records: RunRecords) -> [CallRecord] {
        let worst = WorstCalls.of(records, limit: rowsMax)
        let known = Set(worst.map(\.call))
        let others = records.calls.lazy.filter { !known.contains($0.call) }.prefix(rowsMax - worst.count)
        return worst + others
    }

    private static func filter(_ calls: [CallRecord]) -> Markup {
        Markup(
            "div",
            [("class", "filter")],
            [
                Markup(
                    "label",
                    [],
                    [
                        .text("Filter calls "),
                        Markup(
                            "input",
                            [("type", "search"), ("id", "call-filter"), ("placeholder", "network, group, outcome")]
                        ),
                    ]
                ),
                Markup("span", [("id", "call-count"), ("role", "status")], [.text("\(calls.count) calls")]),
            ]
        )
    }

    private static func table(_ calls: [CallRecord], detailed: Set<Int>) -> Markup {
        let head: [Markup] = [
            .sortableHead("Call", kind: "number"), .sortableHead("Patient"), .sortableHead("Network"),
            .sortableHead("Ended"), .sortableHead("Usable to clinician", kind: "number"),
            .sortableHead("Usable to patient", kind: "number"), .sortableHead("Lowest MOS", kind: "number"),
            .sortableHead("Longest freeze", kind: "number"), .columnHead("What went wrong"),
        ]
        return Markup(
            "div",
            [("class", "scroll tall"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Calls, as a table")],
            [
                Markup(
                    "table",
                    [("class", "sortable"), ("id", "call-table")],
                    [
                        Markup("thead", [], [Markup("tr", [], head)]),
                        Markup("tbody", [], calls.map { row($0, isDetailed: detailed.contains($0.call)) }),
                    ]
                )
            ]
        )
    }

    private static func row(_ call: CallRecord, isDetailed: Bool) -> Markup {
        let number = String(call.call)
        let name = isDetailed ? Markup("a", [("href", "#call-" + number)], [.text(number)]) : .text(number)
        let lowest = call.directions.compactMap { $0.windows["audio.mos"]?.min() }.min()
        let freeze = call.directions.compactMap { $0.metrics["video.longest_freeze"] }.max()
        let shares = Party.allCases.map { party in
            call.direction(to: party)?.usability.flatMap { $0.share(of: .usable) }
        }
        let findings = CallStory.findings(call)
        let story = findings.prefix(2).joined(separator: "; ") + (findings.count > 2 ? "; …" : "")
        return Markup(
            "tr",
            [],
            [
                Markup("td", [("class", "number"), ("data-value", number)], [name]), .cell(call.patient),
                .cell(call.network), .cell(call.outcome.words),
            ] + shares.map { .number($0.map(\.percent) ?? "–", sortedBy: $0) } + [
                .number(lowest.map { $0.text(significantDigits: 3) } ?? "–", sortedBy: lowest),
                .number(freeze.map { $0.text(significantDigits: 2) + " s" } ?? "–", sortedBy: freeze),
                .cell(story, kind: "story"),
            ]
        )
    }
}
