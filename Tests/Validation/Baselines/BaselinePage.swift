import Results

/// The section of docs/baselines.md about how often comparisons err.
enum BaselinePage {
    static let page = "docs/baselines.md"
    static let results = "Results/validation/baselines.json"
    static let section = "validation"

    static func text(of cases: [ValidationCase]) -> String {
        var text = """
            ## How often it errs

            `Scripts/validate baselines` counts it, at the usual margins, looking at 10 seeds and, while the answer is open, \
            at 20. The real runs are of `Scenarios/lossy-wifi.yaml` in the packet tier, 400 seeds from which panels are \
            drawn anew for each comparison; nothing changed means that the new panel has other seeds than the old one, as \
            though a change of code had drawn all chance anew and left the quality alone, which is the hardest case: with \
            the same seeds and the same code every figure is the same. Made-up panels have the means and spreads of \
            the same 400 runs, half of the variance shared by all figures of a run, and nothing shared by the runs of a seed. \
            A standard deviation is that of the paired differences.

            | case | comparisons | worse | better or same | inconclusive | seeds on average | goal | |
            |---|--:|--:|--:|--:|--:|---|---|

            """
        for one in cases {
            let shares = [ComparisonVerdict.worse, .betterOrSame, .inconclusive].map {
                ValidationCase.percent(one.share($0))
            }
            let cells =
                [one.name, String(one.verdicts.count)] + shares + [
                    JSONNumber(score: (one.meanPairCount * 10).rounded() / 10).literal, one.goalText,
                    Self.mark(one),
                ]
            text += "| " + cells.joined(separator: " | ") + " |\n"
        }
        return text
    }

    private static func mark(_ one: ValidationCase) -> String {
        if case .none = one.goal { return "" }
        return one.isMet ? "met" : "**missed**"
    }
}
