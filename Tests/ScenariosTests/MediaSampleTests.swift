import Scenarios
import Testing

@Suite("Samples with codecs")
struct MediaSampleTests {
    private static func read(_ lines: String) throws -> ReadScenario {
        try ScenarioReader.read(bytes: Array("rehearsal: 1\nname: sample\n\(lines)\n".utf8), file: "sample.yaml")
    }

    private static let patients = "patients: [{ name: home, network: fttc }]"

    @Test("A number of calls is taken in the packet tier, and none where it is not said")
    func taken() throws {
        #expect(try Self.read("tier: packet\nmedia_sample: 20\n\(Self.patients)").scenario.mediaSample == 20)
        #expect(try Self.read("tier: packet\n\(Self.patients)").scenario.mediaSample == nil)
    }

    @Test("The media tier takes none, and says how to get one")
    func mediaTier() throws {
        let read = try Self.read("media_sample: 20\n\(Self.patients)")
        #expect(read.scenario.mediaSample == nil)
        let warning = read.warnings.map(\.description).first { $0.contains("media_sample") }
        #expect(warning?.contains("sample.yaml:3:15") == true && warning?.contains("--tier packet") == true)
    }

    @Test("Too few calls, no number and flows alone are refused")
    func refused() {
        for (text, words) in [
            ("media_sample: 7\n\(Self.patients)", "8 to 1,000,000"),
            ("media_sample: a few\n\(Self.patients)", "media_sample"),
            ("media_sample: 20\nflows: [{ name: f, kind: tcp, stop: 5 s }]", "needs patients"),
        ] {
            #expect { try Self.read("tier: packet\n" + text) } throws: { "\($0)".contains(words) }
        }
    }
}
