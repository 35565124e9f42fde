import QualityModels
import Testing
import Units

@testable import Results

@Suite("Baselines")
struct BaselineTests {
    static let key = BaselineKey(of: SampleRun.manifest, architecture: "x86_64")

    /// Runs of one call whose MOS to the clinician is given.
    static func runs(_ scores: [Double], digestsFrom first: UInt64 = 1, usable: Double = 1) throws -> [PanelRun] {
        try scores.enumerated().map { index, score in
            let call = CallRecord(
                call: 1,
                clinician: "practice",
                patient: "mobile",
                network: "4g",
                startsAt: Timestamp(nanoseconds: 0),
                length: .seconds(10),
                outcome: .completedVideo,
                digest: first + UInt64(index),
                metrics: ["consultation.usable": usable, "call.setup_time": 0.8],
                directions: [DirectionRecord(call: 1, from: .patient, network: "4g", windows: ["audio.mos": [score]])]
            )
            return PanelRun(seed: UInt64(index + 1), of: try RunRecords([call]))
        }
    }

    private static func sample() throws -> Baseline {
        Baseline(key: key, toolVersion: "1.0.0", runs: try runs([4.1, 4.25, 4]))
    }

    @Test("A baseline is read back as it was written")
    func roundTrip() throws {
        let baseline = try Self.sample()
        let read = try Baseline(parsing: baseline.json)
        #expect(read == baseline)
        #expect(read.json == baseline.json)
        #expect(
            read.runs[0][ComparedQuantity(.init(.known("audio.mos"), .init(name: "to", value: "clinician")), .average)]
                == 4.1
        )
    }

    @Test(
        "What is no baseline of this version is refused with its place",
        arguments: [
            ("\"version\": 1", "\"version\": 2"), ("\"version\": 1,", "\"version\": 1, \"more\": 1,"),
            ("audio.mos{to:clinician}", "audio.moss{to:clinician}"), ("\"avg\": 4.1", "\"avg\": NaN"),
            ("\"avg\": 4.1", "\"avg\": null"), ("\"avg\": 4.1", "\"avg\": 1e999"), ("\"avg\": 4.1", "\"avg\": 1e200"),
            ("\"seed\": 2", "\"seed\": 1"),
            ("\"calls\": 1", "\"calls\": -1"),
            ("\"seed\": 2", "\"seed\": -2"), ("\"tier\": \"packet\",", ""), ("\"calls\": 1,", ""),
        ]
    )
    func refused(part: String, replacement: String) throws {
        let text = String(decoding: try Self.sample().json, as: UTF8.self)
        let changed = text.replacing(part, with: replacement)
        #expect(changed != text)
        #expect(throws: FormatError.self) { try Baseline(parsing: Array(changed.utf8)) }
    }

    @Test("A baseline cut anywhere is refused")
    func cut() throws {
        let bytes = try Self.sample().json
        for length in stride(from: 0, to: bytes.count - 2, by: 7) {
            #expect(throws: FormatError.self) { try Baseline(parsing: bytes.prefix(length).map { $0 }) }
        }
    }

    @Test("Keys of unlike runs do not match, and say why; the seed does not matter")
    func keys() {
        func key(_ change: (inout RunManifest) -> Void, architecture: String = "x86_64") -> BaselineKey {
            var manifest = SampleRun.manifest
            change(&manifest)
            return BaselineKey(of: manifest, architecture: architecture)
        }
        func mismatch(_ key: BaselineKey) -> String? { Self.key.mismatch(with: key, "the baseline", "this run") }
        #expect(mismatch(key { $0.seed = 9 }) == nil)
        #expect(
            mismatch(key { $0.overrides = [RunManifest.Setting(path: "seed", value: "3", origin: .flag)] }) == nil
        )
        #expect(mismatch(key { $0.tier = "media" }) == "the tier is packet in the baseline and media in this run")
        #expect(mismatch(key { $0.codecs[0] = .init(name: "opus", version: "1.5") })?.contains("opus is 1.4") == true)
        #expect(mismatch(key({ _ in }, architecture: "arm64"))?.contains("architecture") == true)
        #expect(mismatch(key { $0.traces = "abc" })?.contains("traces") == true)
        #expect(mismatch(key { $0.scenario = .init(name: "sample", text: "calls: 4\n") })?.contains("text") == true)
        let override = RunManifest.Setting(path: "media.audio.fec", value: "false", origin: .flag)
        #expect(mismatch(key { $0.overrides = [override] })?.contains("overrides") == true)
    }
}
