import Plots
import QualityModels
import Results
import Units

/// One call: what went wrong, when, and how it looked and sounded.
enum CallDetail {
    static func markup(_ call: CallRecord, _ contents: ReportContents, isOpen: Bool) -> Markup {
        let title = "Call \(call.call)"
        let facts =
            "\(call.patient) on \(call.network), \(call.length.seconds.text(significantDigits: 6)) s, \(call.outcome.words)"
        var parts: [Markup] = [
            Markup("ul", [("class", "story")], CallStory.findings(call).map { Markup("li", [], [.text($0)]) })
        ]
        let moment = contents.moments.first { $0.call == call.call }
        if let moment { parts.append(MomentPart.markup(moment)) }
        parts.append(timelines(call, contents.timelines[call.call], moment?.impairments ?? []))
        parts.append(
            .paragraph(
                "To hear, see and dissect all of it: rehearsal replay FOLDER --call \(call.call)",
                kind: "meaning"
            )
        )
        return Markup(
            "details",
            [("class", "call"), ("id", "call-\(call.call)")] + (isOpen ? [("open", "")] : []),
            [
                Markup(
                    "summary",
                    [],
                    [Markup("b", [], [.text(title)]), .text(" "), Markup("span", [], [.text(facts)])]
                )
            ] + parts
        )
    }

    private static func timelines(
        _ call: CallRecord,
        _ timeline: CallTimeline?,
        _ impairments: [PlannedImpairment]
    ) -> Markup {
        let columns = call.directions.reversed().map { direction in
            Markup(
                "div",
                [("class", "direction")],
                [Markup("h4", [], [.text("To the \(direction.to.name)")])]
                    + TimelineCharts(
                        direction,
                        of: call,
                        timeline?[direction.to],
                        impairments: impairments
                    ).charts
            )
        }
        let missing = timeline == nil ? "What was counted second by second was not kept of this call." : ""
        return .group([
            Markup("div", [("class", "directions")], columns),
            missing.isEmpty ? .nothing : .paragraph(missing, kind: "meaning"),
        ])
    }
}
