import Plots
import QualityModels
import Results

/// A comparison with a baseline as test cases.
struct ComparisonCases {
    let cases: [Markup]
    let failureCount: Int
    let doubtCount: Int

    init(_ comparison: PairedComparison, scenario: String) {
        let table = ComparisonTable(comparison)
        let judged = comparison.rows.filter { $0.verdict != nil }
        guard comparison.mismatch == nil, !comparison.isIdentical, !judged.isEmpty else {
            let isDecided = comparison.verdict == .betterOrSame
            let skipped = isDecided ? [] : [Markup("skipped", [("message", table.answer)])]
            cases = [
                Markup(
                    "testcase",
                    [("classname", scenario + ".baseline"), ("name", "no worse than the baseline")],
                    skipped
                )
            ]
            (failureCount, doubtCount) = (0, isDecided ? 0 : 1)
            return
        }
        cases = judged.map { row in
            let words = ComparisonTable.Words(row)
            let message =
                "\(words.name) was \(words.old) and is \(words.new), difference \(words.difference), "
                + "margin \(words.margin), in \(comparison.pairCount) \(comparison.unit.rawValue)"
            let inner: [Markup] =
                switch row.verdict {
                case .worse: [Markup("failure", [("message", message)])]
                case .inconclusive: [Markup("skipped", [("message", "inconclusive: " + message)])]
                default: []
                }
            return Markup(
                "testcase",
                [("classname", scenario + ".baseline"), ("name", row.quantity.text + " no worse than the baseline")],
                inner
            )
        }
        failureCount = judged.count { $0.verdict == .worse }
        doubtCount = judged.count { $0.verdict == .inconclusive }
    }
}
