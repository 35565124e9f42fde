import QualityModels
import Reports
import Results
import Testing
import Units

@Suite("Equity on the console")
struct EquityTableTests {
    private static func text(_ usable: [(network: String, calls: Int, usable: Int)], _ limit: String) throws -> String {
        var calls: [CallRecord] = []
        for cell in usable {
            for index in 0..<cell.calls {
                calls.append(
                    CallRecord(
                        call: calls.count + 1,
                        clinician: "c",
                        patient: "p",
                        network: cell.network,
                        startsAt: .start,
                        length: .seconds(10),
                        outcome: .completedVideo,
                        digest: 1,
                        metrics: ["consultation.usable": index < cell.usable ? 1 : 0]
                    )
                )
            }
        }
        let metric = try ThresholdRule.key(parsing: "consultation.usable").metric
        let expression = try ThresholdExpression(parsing: limit, for: metric)
        let summary = RunSummary(
            of: try RunRecords(calls),
            identity: RunIdentity(scenario: "fair", seed: 1, tier: "media", isComplete: true),
            thresholds: [ThresholdRule(metric: metric, tags: [], expression: expression)],
            equity: EquitySettings(callsMin: 60)
        )
        return ConsoleSummary.render(summary: summary, manifest: Example.manifest())
    }

    // Of 48 in 80 Wilson's interval is (0.6 + z²/160 ± z √(0.24/80 + z²/25600)) / (1 + z²/80) with z = 1.95996.
    @Test("Each group has its share and interval, gap and ratio follow, and only what lies apart is ranked")
    func groups() throws {
        let text = try Self.text([("4g", 80, 48), ("fttp", 70, 63), ("cable", 70, 62)], "ratio(network) >= 80 %")
        #expect(text.contains("EQUITY (usable consultations by network)"))
        #expect(text.contains("4g        60 %  95 %: 49.05 % to 70.04 %  n=80"), "\(text)")
        #expect(text.contains("cable above 4g") && text.contains("fttp above 4g") && !text.contains("fttp above cable"))
        #expect(text.contains("gap       30 %") && text.contains("ratio  66.67 %"), "\(text)")
        #expect(text.contains("66.6667 %") && text.contains("limit 80 %"), "\(text)")
    }

    @Test("A group that is too small has no share, and the limit says why it is undecided")
    func small() throws {
        let text = try Self.text([("4g", 80, 70), ("fttp", 70, 63), ("3g", 9, 0)], "gap(network) <= 10 %")
        #expect(text.contains("too few calls: 60 make a group"), "\(text)")
        #expect(
            text.contains("passes among the larger groups, but 3g has fewer than 60 calls (equity.min_calls)"),
            "\(text)"
        )
        #expect(text.contains("no group is ranked: the intervals overlap"), "\(text)")
        let alone = try Self.text([("4g", 80, 70), ("3g", 9, 0)], "gap(network) <= 10 %")
        #expect(alone.contains("fewer than two groups have 60 calls or more"), "\(alone)")
    }
}
