import QualityModels
import Testing

@Suite("Margins")
struct MarginRuleTests {
    @Test("A margin is read with its figure and unit")
    func reading() throws {
        let mos = try MarginRule(parsing: "audio.mos=0.05")
        #expect(mos.metric.name == "audio.mos" && mos.aggregate == .average && mos.margin == 0.05)
        let tail = try MarginRule(parsing: " audio.mos p(10) = 0.3 MOS")
        #expect(tail.aggregate == .p10 && tail.margin == 0.3)
        #expect(try MarginRule(parsing: "video.bitrate=50 kbit/s").margin == 50_000)
        #expect(try MarginRule(parsing: "consultation.usable=2 %").margin == 0.02)
        #expect(try MarginRule(parsing: "video.psnr=none").margin == nil)
    }

    @Test(
        "What is no margin is refused",
        arguments: [
            "audio.mos", "audio.moss=1", "audio.mos p(20)=1", "audio.mos=0", "audio.mos=-1", "audio.mos=nan",
            "audio.mos=1 ms", "audio.mouth_to_ear=5", "audio.mos=0.1 0.2", "=", "",
        ]
    )
    func refused(text: String) {
        #expect(throws: ThresholdSyntaxError.self) { try MarginRule(parsing: text) }
    }

    @Test("Own margins take the place of the standard ones, and none leaves a figure out")
    func replacing() throws {
        let own = [try MarginRule(parsing: "audio.mos=0.05"), try MarginRule(parsing: "video.psnr=none")]
        let rules = MarginRule.standard(replacedBy: own)
        #expect(rules.count == MarginRule.standard.count - 1)
        #expect(rules.first { $0.metric.name == "audio.mos" && $0.aggregate == .average }?.margin == 0.05)
        #expect(!rules.contains { $0.metric.name == "video.psnr" })
    }

    @Test("Every standard margin is positive and of a metric that summaries show")
    func standard() {
        #expect(!MarginRule.standard.isEmpty)
        #expect(MarginRule.standard.allSatisfy { ($0.margin ?? 0) > 0 && !$0.metric.isDetail })
    }
}
