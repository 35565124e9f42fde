import Results
import Testing

@Suite("Whether one run may go on with another's calls")
struct ManifestDifferenceTests {
    private static func manifest(_ settings: [(String, String)] = [("seed", "7"), ("consultations.length", "10 s")])
        -> RunManifest
    {
        RunManifest(
            toolVersion: "1",
            scenario: RunManifest.ScenarioText(name: "a", text: "a: 1\n"),
            configuration: settings.map { RunManifest.Setting(path: $0.0, value: $0.1, origin: .file) },
            seed: 7,
            tier: "media",
            codecs: [RunManifest.CodecVersion(name: "libopus", version: "1.4")],
            digest: 0,
            isComplete: false,
            workers: 1,
            wallSeconds: 0,
            cpuSeconds: 0,
            tester: TesterAccount(processors: 1, cpuShare: 0, speedUp: 0),
            reproduce: "rehearsal run a.yaml"
        )
    }

    private func difference(_ change: (inout RunManifest) -> Void) -> String? {
        var other = Self.manifest()
        change(&other)
        return Self.manifest().difference(to: other)
    }

    @Test("Workers, times, origins and digests do not matter")
    func same() {
        #expect(
            difference {
                $0.workers = 9
                $0.digest = 3
                $0.isComplete = true
                $0.configuration = $0.configuration.map {
                    RunManifest.Setting(path: $0.path, value: $0.value, origin: .flag)
                }
            } == nil
        )
    }

    @Test("Seeds are compared as numbers: 71 is not 7")
    func seed() { #expect(difference { $0.seed = 71 } == "the seed was 7 and is 71 now") }

    @Test("A setting that changed, came or went is named")
    func settings() {
        func settings(_ settings: [(String, String)]) -> String? {
            Self.manifest().difference(to: Self.manifest(settings))
        }
        #expect(
            settings([("seed", "7"), ("consultations.length", "12 s")])
                == "consultations.length was 10 s and is 12 s now"
        )
        #expect(
            settings([("seed", "7"), ("consultations.length", "10 s"), ("networks.a.up.delay", "9 ms")])
                == "networks.a.up.delay is new: 9 ms"
        )
        #expect(settings([("seed", "7")]) == "consultations.length was 10 s and is not given now")
    }

    @Test("The text, the shard, the series, the tool and the codecs are compared")
    func others() {
        #expect(difference { $0.scenario = RunManifest.ScenarioText(name: "a", text: "b") } != nil)
        #expect(difference { $0.shard = RunManifest.Shard(index: 1, count: 2) } == "the shard was 1/1 and is 1/2 now")
        #expect(difference { $0.series = .none } == "--series was all and is none now")
        #expect(difference { $0.traces = "ab" } == "the SHA-256 of the traces was none and is ab now")
        #expect(difference { $0.toolVersion = "2" } == "rehearsal was 1 and is 2 now")
        #expect(
            difference { $0.codecs = [RunManifest.CodecVersion(name: "libopus", version: "1.5")] }
                == "libopus was 1.4 and is 1.5 now"
        )
        #expect(difference { $0.codecs = [] } == "it was made with other codecs")
    }
}
