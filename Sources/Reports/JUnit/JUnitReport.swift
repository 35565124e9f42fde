import Plots
import QualityModels
public import Results

/// A run as JUnit XML, one test case a threshold and one for the run itself.
public enum JUnitReport {
    /// The report as XML 1.0; an inconclusive threshold counts as skipped, with its reason.
    ///
    /// - Parameter comparison: how the run stands beside a baseline; a test case a judged figure, or one for all.
    public static func xml(summary: RunSummary, manifest: RunManifest, comparison: PairedComparison? = nil) -> String {
        let compared = comparison.map { ComparisonCases($0, scenario: summary.identity.scenario) }
        let cases =
            [completed(summary)] + summary.thresholds.map { testCase($0, summary) } + (compared?.cases ?? [])
        let failures = summary.thresholds.count { $0.verdict == .fail } + (compared?.failureCount ?? 0)
        let doubts = summary.thresholds.count { $0.verdict == .inconclusive } + (compared?.doubtCount ?? 0)
        let isIncomplete = interruption(summary) != nil
        let counts = [
            ("tests", String(cases.count)), ("failures", String(failures + (isIncomplete ? 1 : 0))),
            ("skipped", String(doubts)), ("errors", "0"),
        ]
        let properties = [
            ("seed", String(manifest.seed)), ("digest", manifest.digestHexadecimal), ("tier", manifest.tier),
        ].map { Markup("property", [("name", $0.0), ("value", $0.1)]) }
        let suite = Markup(
            "testsuite",
            [("name", summary.identity.scenario)] + counts,
            [Markup("properties", [], properties)] + cases
        )
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + Markup("testsuites", counts, [suite]).text + "\n"
    }

    private static func completed(_ summary: RunSummary) -> Markup {
        let attributes = [("classname", summary.identity.scenario), ("name", "run completed")]
        guard let message = interruption(summary) else { return Markup("testcase", attributes) }
        return Markup("testcase", attributes, [Markup("failure", [("message", message)])])
    }

    /// Why the run is no whole run; `nil` where it is one.
    private static func interruption(_ summary: RunSummary) -> String? {
        let held = "\(summary.callCount) calls were held"
        if summary.findings.contains(.runtimeFailed) { return "the run failed after " + held }
        if summary.findings.contains(.aborted) { return "a signal stopped the run after " + held }
        // Flows may run without calls.
        let isOfCalls = summary.metrics.allSatisfy { $0.metric.sampling.isOfCalls }
        if summary.callCount == 0, isOfCalls { return "no call was held" }
        return summary.identity.isComplete ? nil : "not every planned call was held: only " + held
    }

    private static func testCase(_ evaluation: ThresholdEvaluation, _ summary: RunSummary) -> Markup {
        let words = ThresholdWords(evaluation)
        let scope = words.tags.isEmpty ? "" : "." + words.tags
        let attributes = [
            ("classname", summary.identity.scenario + scope),
            ("name", "\(evaluation.rule.metric.name) \(evaluation.rule.expression.text)"),
        ]
        switch evaluation.verdict {
        case .pass: return Markup("testcase", attributes)
        case .fail: return Markup("testcase", attributes, [Markup("failure", [("message", words.sentence)])])
        case .inconclusive:
            return Markup("testcase", attributes, [Markup("skipped", [("message", "inconclusive: " + words.sentence)])])
        }
    }
}
