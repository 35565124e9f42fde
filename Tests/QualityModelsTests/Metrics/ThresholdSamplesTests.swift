import QualityModels
import Testing

@Suite("Samples that a threshold needs")
struct ThresholdSamplesTests {
    @Test(
        "The fewest samples follow from the aggregate and its direction",
        arguments: [
            ("video.freeze_ratio", "p(95) <= 5 %", 59), ("video.freeze_ratio", "p(95) >= 5 %", 1),
            ("audio.mos", "p(10) >= 3.6", 29), ("audio.mos", "med > 3.6", 5), ("audio.mos", "avg > 3.6", 2),
            ("consultation.usable", "share >= 95 %", 59), ("consultation.usable", "share >= 80 %", 14),
            ("audio.mos", "share(< 3) < 5 %", 59), ("consultation.usable", "share >= 100 %", nil),
            ("audio.mos", "min > 3", nil), ("video.freeze_ratio", "p(100) <= 5 %", nil),
        ] as [(String, String, Int?)]
    )
    func counts(_ name: String, _ text: String, _ expected: Int?) throws {
        let metric = try #require(MetricCatalogue.metric(named: name))
        let expression = try ThresholdExpression(parsing: text, for: metric)
        #expect(expression.samplesToPass() == expected)
    }
}
