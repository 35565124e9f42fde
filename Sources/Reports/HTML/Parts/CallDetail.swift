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
            Markup(
                "ul",
                [("class", "story")],
                CallStory.findings(call).map { Markup("li", [], [.text($0.capitalisedFirst)]) }
            )
        ]
        let moment = contents.moments.first { $0.call == call.call }
        if let moment { parts.append(MomentPart.markup(moment)) }
        parts.append(timelines(call, contents.timelines[call.call], moment))
        if contents.manifest.tier == "media" {
            parts.append(
                .paragraph(
                    "To hear, see and dissect all of it: rehearsal replay FOLDER --call \(call.call)",
                    kind: "meaning"
                )
            )
        }
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
        _ moment: CallMoment?
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
                        impairments: moment?.impairments ?? [],
                        moment: moment.flatMap { $0.receiver == direction.to ? $0.from...($0.from + $0.length) : nil }
                    ).charts
            )
        }
        let missing = timeline == nil ? "What was counted second by second was not kept of this call." : ""
        return .group([
            key(hasMoment: moment != nil, hasPlans: moment?.impairments.isEmpty == false),
            Markup("div", [("class", "directions")], columns),
            missing.isEmpty ? .nothing : .paragraph(missing, kind: "meaning"),
        ])
    }

    /// What the shades and heights of the drawings stand for.
    private static func key(hasMoment: Bool, hasPlans: Bool) -> Markup {
        let shades =
            [
                ("unusable", "unusable"), ("audio-only", "good for sound alone"), ("freeze", "picture frozen"),
            ] + (hasPlans ? [("planned", "planned change or outage of a line")] : [])
            + (hasMoment ? [("moment-key", "the moment above")] : [])
        return Markup(
            "ul",
            [("class", "legend key")],
            shades.map { kind, name in
                Markup(
                    "li",
                    [],
                    [
                        Markup(
                            "svg",
                            [("viewBox", "0 0 16 10"), ("class", "swatch"), ("aria-hidden", "true")],
                            [
                                Markup(
                                    "rect",
                                    [
                                        ("class", "band " + kind), ("x", "1"), ("y", "1"), ("width", "14"),
                                        ("height", "8"),
                                    ]
                                )
                            ]
                        ),
                        .text(name),
                    ]
                )
            }
        )
    }
}

extension String {
    fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
