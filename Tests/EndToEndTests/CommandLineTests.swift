import Foundation
import Testing

@Suite("Command line")
struct CommandLineTests {
    @Test("A run leaves every file, whole, and a manifest that says complete")
    func files() throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(Small.scenario(length: "3 s", size: "64x48"), to: "s.yaml")
        let outcome = try Binary.fastest().run(["run", scenario, "--out", workspace.file("out")])
        #expect(outcome.output.contains("THRESHOLDS"))
        let names = try FileManager.default.contentsOfDirectory(atPath: workspace.file("out")).sorted()
        #expect(names == ["calls.ndjson", "junit.xml", "manifest.json", "series.ndjson", "summary.json"])
        #expect(try workspace.text("out/manifest.json").contains("\"complete\": true"))
    }

    @Test("A scenario comes from standard input as well")
    func standardInput() throws {
        let outcome = try Binary.fastest().run(["validate", "-"], input: Small.scenario())
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
    }

    @Test("What init writes is valid, and init overwrites nothing")
    func initialise() throws {
        let workspace = try Workspace()
        let binary = try Binary.fastest()
        #expect(try binary.run(["init", workspace.file("mine.yaml")]).exitCode == 0)
        #expect(try binary.run(["validate", workspace.file("mine.yaml")]).exitCode == 0)
        #expect(try binary.run(["init", workspace.file("mine.yaml")]).exitCode == 64)
    }

    @Test("Every shipped scenario is valid")
    func shipped() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Scenarios").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }
        #expect(names.count >= 6)
        for name in names {
            let outcome = try Binary.fastest().run(["validate", "\(folder)/\(name)"])
            #expect(outcome.exitCode == 0, "\(name): \(outcome.errors)")
        }
    }

    @Test("An invalid scenario is refused with its place, and leaves no folder")
    func invalid() throws {
        let workspace = try Workspace()
        let text = Small.scenario().replacingOccurrences(of: "frame_rate: 15", with: "frame_rte: 15")
        let scenario = try workspace.write(text, to: "s.yaml")
        let outcome = try Binary.fastest().run(["run", scenario, "--out", workspace.file("out")])
        #expect(outcome.exitCode == 104)
        #expect(outcome.errors.contains("s.yaml:11:"))
        #expect(outcome.errors.contains("frame_rate"))
        #expect(!FileManager.default.fileExists(atPath: workspace.file("out")))
    }

    @Test("A folder that holds something is refused")
    func occupied() throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(Small.scenario(length: "2 s", size: "64x48"), to: "s.yaml")
        let outcome = try Binary.fastest().run(["run", scenario, "--quiet", "--out", workspace.path])
        #expect(outcome.exitCode == 64)
        #expect(outcome.errors.contains("--out"))
    }

    @Test("A run is not gone on with under other settings")
    func otherSettings() throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(Small.scenario(length: "2 s", size: "64x48"), to: "s.yaml")
        let binary = try Binary.fastest()
        _ = try binary.run(["run", scenario, "--quiet", "--out", workspace.file("out")])
        let arguments = ["run", scenario, "--quiet", "--resume", workspace.file("out")]
        let outcome = try binary.run(arguments + ["--set", "media.audio.fec=false"])
        #expect(outcome.exitCode == 64 && outcome.errors.contains("media.audio.fec was true and is false now"))
        #expect(try binary.run(arguments).exitCode != 64)
    }

    @Test("A missing or broken recording is named, with what to do")
    func recordings() throws {
        let workspace = try Workspace()
        _ = try workspace.write("RIFF", to: "short.wav")
        for (name, word) in [("absent.wav", "No such file"), ("short.wav", "WAV")] {
            let text = Small.scenario().replacingOccurrences(of: "source: synthetic", with: "source: \(name)")
            let outcome = try Binary.fastest().run(["validate", try workspace.write(text, to: "s.yaml")])
            #expect(outcome.exitCode == 104)
            #expect(outcome.errors.contains(name) && outcome.errors.contains(word), "\(outcome.errors)")
        }
    }

    @Test("A disk that is full ends the run with an error and nothing that looks whole")
    func fullDisk() throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(Small.scenario(length: "2 s", size: "64x48"), to: "s.yaml")
        let outcome = try Binary.fastest().run(["run", scenario, "--quiet", "--out", "/dev/full/out"])
        #expect(outcome.exitCode == 1, "\(outcome.errors)")
        #expect(outcome.errors.contains("hint"))
    }

    @Test("Usage that makes no sense ends with 64")
    func usage() throws {
        #expect(try Binary.fastest().run(["run"]).exitCode == 64)
        #expect(try Binary.fastest().run(["run", "-", "--shard", "3/2"], input: Small.scenario()).exitCode == 64)
        #expect(try Binary.fastest().run(["dance"]).exitCode == 64)
    }

    @Test("doctor, list and schema answer")
    func answers() throws {
        let binary = try Binary.fastest()
        #expect(try binary.run(["doctor"]).output.contains("libvpx"))
        #expect(try binary.run(["list", "metrics"]).output.contains("consultation.usable"))
        #expect(try binary.run(["list", "profiles"]).output.contains("hospital-wifi-staff"))
        let schema = try binary.run(["schema", "scenario"]).output
        #expect(try JSONSerialization.jsonObject(with: Data(schema.utf8)) is [String: Any])
        #expect(try binary.run(["--version"]).output.contains("0.1.0"))
    }
}
