import Results
import Runner
import Scenarios

/// What was scored and how, before the summary: what was taken for granted, what is estimated, what is unknown.
struct ScoreText {
    private let outcome: ScoreOutcome

    init(_ outcome: ScoreOutcome) { self.outcome = outcome }

    /// Sections with an empty line after each; what files called things cannot steer a terminal.
    var text: String {
        let call = outcome.call
        var sections = [section("NOTES", call.notes)]
        sections.append(section("ESTIMATES", Self.gathered(call.estimates)))
        sections.append(section("UNKNOWN", Self.gathered(call.unknown)))
        return sections.joined().escapingControls
    }

    private func section(_ title: String, _ lines: [String]) -> String {
        guard !lines.isEmpty else { return "" }
        return title + "\n" + lines.map(Self.wrapped).joined() + "\n"
    }

    /// Lines of at most 112 characters where words allow it, all but the first indented more.
    private static func wrapped(_ text: String) -> String {
        var lines = [" "]
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= 112 || last.allSatisfy({ $0 == " " }) {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append("      " + word)
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// One line for metrics that have the same to be said of them.
    private static func gathered(_ remarks: [ScoredCall.Remark]) -> [String] {
        var texts: [String] = []
        for remark in remarks where !texts.contains(remark.text) { texts.append(remark.text) }
        return texts.map { text in
            remarks.filter { $0.text == text }.map(\.key).joined(separator: ", ") + ": " + text
        }
    }
}
