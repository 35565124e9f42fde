import QualityModels
import Scenarios
import Testing

@Suite("Files of thresholds")
struct ThresholdFileTests {
    private func read(_ text: String, hasVideo: Bool = true) throws -> ThresholdFile {
        try ThresholdFile(bytes: Array(text.utf8), file: "t.yaml", hasVideo: hasVideo)
    }

    private func fault(_ text: String) -> String {
        do {
            _ = try read(text)
            return "none"
        } catch {
            return "\(error)"
        }
    }

    @Test("A file with thresholds alone gives them, in its order")
    func alone() throws {
        let file = try read(
            "thresholds:\n  audio.mos{to:patient}: [ \"p(10) >= 3.4\", \"min >= 2\" ]\n  video.psnr: avg >= 30 dB\n"
        )
        #expect(
            file.rules.map(\.description) == [
                "audio.mos{to:patient}: p(10) >= 3.4", "audio.mos{to:patient}: min >= 2", "video.psnr: avg >= 30 dB",
            ]
        )
        #expect(!file.isDefault && file.rules.map(\.line) == [2, 2, 3])
    }

    @Test("Of a scenario nothing else is looked at, and one without thresholds has the built-in ones")
    func scenario() throws {
        let text = "rehearsal: 1\nname: x\npatients: [ { name: p, network: nowhere } ]\nlinks: 7\n"
        let file = try read(text)
        #expect(file.isDefault && file.rules == ThresholdFile.defaults(hasVideo: true))
        #expect(try read(text, hasVideo: false).rules.map(\.metric.name).contains("video.freeze_ratio") == false)
        #expect(try read(text + "thresholds: { video.psnr: min >= 20 dB }\n", hasVideo: false).rules.count == 1)
    }

    @Test("What is wrong has its place, and a file without thresholds is no file of thresholds")
    func faults() {
        #expect(fault("threshold: {}").contains("there are no thresholds in it"))
        #expect(fault("").contains("empty"))
        #expect(fault("thresholds: { audio.moss: min >= 2 }").contains("t.yaml:1:15: error: thresholds.audio.moss: "))
        #expect(fault("thresholds: { audio.mos: min => 2 }").contains("t.yaml:1:26: error: "))
        #expect(fault("thresholds: [").contains("t.yaml:2:1: error: "))
    }
}
