import QualityModels
import Results
import Testing

@Suite("Threshold verdicts")
struct ThresholdVerdictTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let expression: String
        var decision = ThresholdRule.Decision.value
        /// One call each; `nil` is a call whose sample was not measured.
        let usable: [Double?]
        let verdict: Verdict
        var doubt: ThresholdEvaluation.Doubt?

        var testDescription: String { "\(expression) by \(decision), \(usable.count) calls" }
    }

    /// With n of n good calls the one-sided bound is 0.05^(1/n): 0.9497 for 58 calls, 0.9505 for 59.
    static let rows = [
        Row(expression: "share >= 95 %", usable: [1, 1, 1, 1], verdict: .pass),
        Row(expression: "share >= 75 %", usable: [1, 0, 1, 1], verdict: .pass),
        Row(expression: "share > 75 %", usable: [1, 0, 1, 1], verdict: .fail),
        Row(expression: "share >= 95 %", usable: [], verdict: .inconclusive, doubt: .noSamples),
        Row(expression: "share >= 95 %", usable: [nil, nil], verdict: .inconclusive, doubt: .noSamples),
        Row(expression: "share >= 95 %", usable: [1, 1, nil], verdict: .inconclusive, doubt: .unknownSamples),
        Row(expression: "share >= 50 %", usable: [1, 1, nil], verdict: .pass),
        Row(expression: "share >= 95 %", usable: [0, 1, nil], verdict: .fail),
        row(good: 59, verdict: .pass),
        row(good: 58, verdict: .inconclusive, doubt: .intervalSpansLimit),
        Row(
            expression: "share >= 95 %",
            decision: .interval,
            usable: Array(repeating: 0, count: 10),
            verdict: .fail
        ),
        Row(expression: "share >= 95 %", decision: .interval, usable: [], verdict: .inconclusive, doubt: .noSamples),
    ]

    private static func row(good: Int, verdict: Verdict, doubt: ThresholdEvaluation.Doubt? = nil) -> Row {
        Row(
            expression: "share >= 95 %",
            decision: .interval,
            usable: Array(repeating: 1, count: good),
            verdict: verdict,
            doubt: doubt
        )
    }

    @Test("The verdict follows from known and unknown samples", arguments: rows)
    func verdict(row: Row) throws {
        let records = try RunRecords(
            row.usable.enumerated().map { index, value in
                SampleRun.call(index + 1, metrics: value.map { ["consultation.usable": $0] } ?? [:])
            }
        )
        let rule = try SampleRun.rule("consultation.usable", row.expression, decision: row.decision)
        let evaluation = ThresholdEvaluation(of: rule, in: records, tier: "packet", seed: 1)
        #expect(evaluation.verdict == row.verdict)
        #expect(evaluation.doubt == row.doubt)
        #expect(evaluation.samples == row.usable.count { $0 != nil })
        #expect(evaluation.unknown == row.usable.count { $0 == nil })
        #expect((evaluation.value == nil) == (evaluation.samples == 0))
    }

    @Test("A percentile decided by its interval needs samples enough for the bound that matters")
    func fewSamplesOfPercentile() throws {
        let records = try RunRecords((1...10).map { SampleRun.call($0, metrics: ["call.setup_time": 1]) })
        let rule = try SampleRun.rule("call.setup_time", "p(95) <= 3 s", decision: .interval)
        let evaluation = ThresholdEvaluation(of: rule, in: records, tier: "packet", seed: 1)
        #expect(evaluation.verdict == .inconclusive)
        #expect(evaluation.doubt == .tooFewSamples)
    }

    @Test("A tag that no call carries leaves no samples")
    func absentTag() throws {
        let records = try RunRecords((1...4).map { SampleRun.call($0) })
        let rule = try SampleRun.rule("consultation.usable{network:satellite}", "share >= 95 %")
        let evaluation = ThresholdEvaluation(of: rule, in: records, tier: "packet", seed: 1)
        #expect(evaluation.doubt == .noSamples)
        #expect(evaluation.unknown == 0)
    }

    @Test("A missing interval has its reason")
    func intervalGaps() throws {
        func gap(_ values: [Double]) throws -> ThresholdEvaluation.IntervalGap? {
            let records = try RunRecords(
                values.enumerated().map { SampleRun.call($0 + 1, metrics: ["call.setup_time": $1]) }
            )
            let rule = try SampleRun.rule("call.setup_time", "avg <= 3 s")
            return ThresholdEvaluation(of: rule, in: records, tier: "media", seed: 1).intervalGap
        }
        #expect(try gap([]) == .noSamples)
        #expect(try gap([1, 2, 1, 2, 1]) == .tooFewCalls)
        #expect(try gap([1, 1, 1, 1, 1, 1]) == .noSpread)
        #expect(try gap([1, 2, 1, 2, 1, 2]) == nil)
    }
}
