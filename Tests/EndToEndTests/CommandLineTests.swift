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
        let profile = try binary.run(["list", "profiles", "4g", "--sources"]).output
        #expect(profile.contains("down p50        29.5 Mbit/s  derived    Ofcom Mobile Matters 2023"))
        #expect(profile.contains("handover: static 3/h, driving 77/h"))
        #expect(try binary.run(["list", "profiles", "4gg"]).exitCode == 64)
        #expect(try binary.run(["list", "metrics", "--sources"]).exitCode == 64)
        let schema = try binary.run(["schema", "scenario"]).output
        #expect(try JSONSerialization.jsonObject(with: Data(schema.utf8)) is [String: Any])
        #expect(try binary.run(["--version"]).output.contains("0.1.0"))
    }

    @Test("A profile fitted to pings can be pasted into a scenario, with a built-in one for what pings do not tell")
    func fitting() throws {
        let binary = try Binary.fastest()
        let file = FileManager.default.temporaryDirectory.appending(path: "ping-\(UUID().uuidString).txt")
        defer { try? FileManager.default.removeItem(at: file) }
        let replies = (1...500).filter { $0 % 50 != 0 }.map {
            "64 bytes from 192.0.2.1: icmp_seq=\($0) ttl=57 time=\(20 + $0 % 7).5 ms\n"
        }
        let text = "PING a (192.0.2.1) 56(84) bytes of data.\n" + replies.joined()
        try text.write(to: file, atomically: true, encoding: .utf8)
        let fit = try binary.run(["profile", "fit", file.path, "--like", "4g", "--name", "ours", "--interval", "200"])
        #expect(fit.exitCode == 0)
        #expect(fit.output.contains("    rtt: 23.5 ms\n"))
        #expect(fit.output.contains("#   loss: 9 of 499 packets there and back"))
        let scenario = "rehearsal: 1\nname: a\npatients: [{ name: p, network: ours }]\n" + fit.output
        #expect(try binary.run(["validate", "-"], input: scenario).exitCode == 0)
        let bad = try binary.run(["profile", "fit", "/dev/null"])
        #expect(bad.exitCode == 1)
    }
}
