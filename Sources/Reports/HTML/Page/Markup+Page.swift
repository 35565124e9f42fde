import Plots
import Results

/// The few forms that the page is made of.
extension Markup {
    static func paragraph(_ text: String, kind: String = "") -> Markup {
        Markup("p", kind.isEmpty ? [] : [("class", kind)], [.text(text)])
    }

    /// A part of the page with a heading, and what it shows in plain words.
    static func section(_ id: String, _ title: String, _ intro: String, _ parts: [Markup]) -> Markup {
        Markup(
            "section",
            [("id", id), ("aria-labelledby", id + "-h")],
            [Markup("h2", [("id", id + "-h")], [.text(title)])]
                + (intro.isEmpty ? [] : [.paragraph(intro, kind: "intro")]) + parts
        )
    }

    static func cell(_ text: String, kind: String = "") -> Markup {
        Markup("td", kind.isEmpty ? [] : [("class", kind)], [.text(text)])
    }

    /// A cell with a number to sort by; `nil` sorts last.
    static func number(_ text: String, sortedBy value: Double?) -> Markup {
        Markup(
            "td",
            [("class", "number"), ("data-value", value.map { $0.text(significantDigits: 6) } ?? "")],
            [.text(text)]
        )
    }

    static func columnHead(_ text: String, kind: String = "") -> Markup {
        Markup("th", [("scope", "col")] + (kind.isEmpty ? [] : [("class", kind)]), [.text(text)])
    }

    static func sortableHead(_ text: String, kind: String = "") -> Markup {
        Markup(
            "th",
            [("scope", "col")] + (kind.isEmpty ? [] : [("class", kind)]),
            [Markup("button", [("type", "button"), ("class", "sort")], [.text(text)])]
        )
    }

    /// A list of the lines of a chart, each with a piece of its line.
    static func legend(_ entries: [(name: String, style: Int)]) -> Markup {
        Markup(
            "ul",
            [("class", "legend")],
            entries.map { entry in
                Markup(
                    "li",
                    [],
                    [
                        Markup(
                            "svg",
                            [("viewBox", "0 0 24 8"), ("class", "swatch"), ("aria-hidden", "true")],
                            [
                                Markup(
                                    "line",
                                    [
                                        ("class", "line s\(entry.style)"), ("x1", "0"), ("x2", "24"), ("y1", "4"),
                                        ("y2", "4"),
                                    ]
                                )
                            ]
                        ),
                        .text(entry.name),
                    ]
                )
            }
        )
    }

    /// A drawing with its title above it.
    static func figure(_ title: String, note: String = "", _ parts: [Markup]) -> Markup {
        let caption = [Markup("b", [], [.text(title)])] + (note.isEmpty ? [] : [Markup.text(" " + note)])
        return Markup("figure", [], [Markup("figcaption", [], caption)] + parts)
    }
}

extension Double {
    /// A share in percent, to three digits.
    var percent: String { (self * 100).text(significantDigits: 3) + " %" }
}
