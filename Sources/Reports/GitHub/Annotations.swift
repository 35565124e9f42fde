import QualityModels
public import Results

/// Findings of a run as workflow commands of GitHub, each at the threshold's own line of the scenario.
public enum Annotations {
    /// GitHub shows ten of a kind for a step; the last is for the rest.
    static let countMax = 9

    /// The commands, a line each; none for a run that passed.
    ///
    /// - Parameter file: the scenario from the root of the repository; `nil` where there is none.
    public static func lines(summary: RunSummary, comparison: PairedComparison? = nil, file: String?) -> [String] {
        var (errors, warnings): ([Annotation], [Annotation]) = ([], [])
        for evaluation in summary.thresholds where evaluation.verdict != .pass {
            let words = ThresholdWords(evaluation)
            let isFailure = evaluation.verdict == .fail
            let annotation = Annotation(
                kind: isFailure ? "error" : "warning",
                file: file,
                line: evaluation.rule.line,
                title: words.key + (isFailure ? " failed" : " is inconclusive"),
                message: words.sentence
            )
            if isFailure { errors.append(annotation) } else { warnings.append(annotation) }
        }
        if let comparison, comparison.verdict != .betterOrSame {
            let isWorse = comparison.verdict == .worse
            let annotation = Annotation(
                kind: isWorse ? "error" : "warning",
                file: file,
                line: nil,
                title: isWorse ? "worse than the baseline" : "the baseline is inconclusive",
                message: ComparisonTable(comparison).answer
            )
            if isWorse { errors.append(annotation) } else { warnings.append(annotation) }
        }
        if !summary.identity.isComplete {
            errors.append(
                Annotation(
                    kind: "error",
                    file: file,
                    line: nil,
                    title: "the run is incomplete",
                    message: "not every planned call was held: only \(summary.callCount) were"
                )
            )
        }
        return capped(errors, file) + capped(warnings, file)
    }

    private static func capped(_ all: [Annotation], _ file: String?) -> [String] {
        guard all.count > countMax + 1 else { return all.map(\.text) }
        let rest = all.dropFirst(countMax)
        let summary = Annotation(
            kind: all[0].kind,
            file: file,
            line: nil,
            title: "\(rest.count) more findings",
            message: rest.map(\.title).joined(separator: "; ")
        )
        return (all.prefix(countMax) + [summary]).map(\.text)
    }
}

/// One workflow command.
private struct Annotation {
    let kind: String
    let file: String?
    let line: Int?
    let title: String
    let message: String

    var text: String {
        var properties: [String] = []
        if let file {
            properties.append("file=" + Self.escapedProperty(file))
            if let line { properties.append("line=\(line)") }
        }
        properties.append("title=" + Self.escapedProperty(title))
        return "::\(kind) \(properties.joined(separator: ","))::\(Self.escaped(message))"
    }

    /// The text as the runner reads it back; nothing in it can begin another command.
    private static func escaped(_ text: String) -> String {
        text.visible.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private static func escapedProperty(_ text: String) -> String {
        escaped(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
