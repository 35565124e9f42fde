import Foundation
import Testing

@Suite("Replay")
struct ReplayTests {
    /// A finished run of two calls on a bad line, made from overrides as well as a file.
    private static func run(_ workspace: Workspace, overrides: [String] = []) throws -> String {
        let text = DeterminismTests.scenario(count: 2, length: "6 s", size: "64x48")
        let scenario = try workspace.write(text, to: "s.yaml")
        let sets = (["networks.line.up.queue=250 ms"] + overrides).flatMap { ["--set", $0] }
        let folder = workspace.file("run")
        let outcome = try Binary.fastest().run(
            ["run", scenario, "--quiet", "--seed", "5", "--out", folder] + sets
        )
        try #require([0, 91, 99].contains(outcome.exitCode), "\(outcome.errors)")
        return folder
    }

    @Test("A call comes out bit for bit, without the scenario file, and leaves every file whole")
    func files() throws {
        let workspace = try Workspace()
        let folder = try Self.run(workspace)
        try FileManager.default.removeItem(atPath: workspace.file("s.yaml"))
        let outcome = try Binary.fastest().run(["replay", folder, "--call", "2"])
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        let line = try #require(
            try workspace.text("run/calls.ndjson").split(separator: "\n").first { $0.hasPrefix("{\"call\":2,\"clin") }
        )
        let digest = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])["digest"]
        #expect(outcome.output.contains("\(try #require(digest as? String))"))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/call-2").sorted()
        #expect(
            names == [
                "clinician-heard.wav", "clinician-received.ivf", "clinician.pcap", "events.ndjson",
                "patient-heard.wav", "patient-received.ivf", "patient.pcap", "replay.json",
            ]
        )
    }

    @Test("A second replay writes the same bytes, and leaves pictures as it is told")
    func again() throws {
        let workspace = try Workspace()
        let folder = try Self.run(workspace)
        for (name, video) in [("one", "none"), ("two", "none"), ("shown", "y4m")] {
            let arguments = [
                "replay", folder, "--call", "1", "--quiet", "--video", video, "--out", workspace.file(name),
            ]
            #expect(try Binary.fastest().run(arguments).exitCode == 0)
        }
        for file in ["events.ndjson", "clinician.pcap", "patient-heard.wav", "replay.json"] {
            #expect(try workspace.read("one/\(file)") == workspace.read("two/\(file)"))
            #expect(try workspace.read("one/\(file)") == workspace.read("shown/\(file)"))
        }
        #expect(!FileManager.default.fileExists(atPath: workspace.file("one/patient-received.ivf")))
        #expect(try workspace.read("shown/patient-saw.y4m").starts(with: Data("YUV4MPEG2 W64 H48 F15:1".utf8)))
    }

    @Test("What cannot be replayed is refused with its reason, and leaves nothing")
    func refusals() throws {
        let workspace = try Workspace()
        let folder = try Self.run(workspace)
        let binary = try Binary.fastest()
        let manifest = try workspace.text("run/manifest.json")
        func check(_ arguments: [String], _ code: Int32, _ word: String) throws {
            let outcome = try binary.run(["replay"] + arguments + ["--quiet", "--out", workspace.file("out")])
            #expect(outcome.exitCode == code, "\(outcome.errors)")
            #expect(outcome.errors.contains(word) && outcome.errors.contains("hint"), "\(outcome.errors)")
            #expect(!FileManager.default.fileExists(atPath: workspace.file("out")))
        }
        func change(_ old: String, _ new: String) throws {
            #expect(manifest.contains(old))
            _ = try workspace.write(manifest.replacingOccurrences(of: old, with: new), to: "run/manifest.json")
        }
        try check([folder, "--call", "3"], 64, "no call 3")
        try check([folder, "--call", "0"], 64, "no call 0")
        try check([workspace.file("nowhere"), "--call", "1"], 64, "manifest.json")
        try change("\"complete\": true", "\"complete\": false")
        try check([folder, "--call", "1"], 64, "not finished")
        try change("\"tool_version\": \"", "\"tool_version\": \"9")
        try check([folder, "--call", "1"], 64, "same version")
        _ = try workspace.write(String(manifest.dropLast(9)), to: "run/manifest.json")
        try check([folder, "--call", "1"], 1, "manifest.json")
    }

    @Test("A call that comes out otherwise is an error with both digests and codec versions")
    func mismatch() throws {
        let workspace = try Workspace()
        let folder = try Self.run(workspace)
        let calls = try workspace.text("run/calls.ndjson")
        let digest = try #require(calls.firstRange(of: /"digest":"[0-9a-f]{16}"/))
        let forged = calls.replacingCharacters(in: digest, with: "\"digest\":\"0123456789abcdef\"")
        _ = try workspace.write(forged, to: "run/calls.ndjson")
        let outcome = try Binary.fastest().run(["replay", folder, "--call", "1", "--quiet"])
        #expect(outcome.exitCode == 107, "\(outcome.errors)")
        #expect(outcome.errors.contains("0123456789abcdef"))
        #expect(outcome.errors.contains(calls[digest].dropFirst(10).dropLast(1)))
        #expect(outcome.errors.contains("libopus") && outcome.errors.contains("libvpx"))
        #expect(!FileManager.default.fileExists(atPath: folder + "/call-1"))
    }

    @Test("A recording must be there and unchanged, or be found where --media says")
    func recordings() throws {
        let workspace = try Workspace()
        try Self.tone(7).write(to: URL(filePath: workspace.file("voice.wav")))
        let folder = try Self.run(workspace, overrides: ["media.audio.source=voice.wav"])
        let binary = try Binary.fastest()
        let arguments = ["replay", folder, "--call", "1", "--quiet", "--video", "none", "--out", workspace.file("out")]
        try FileManager.default.createDirectory(atPath: workspace.file("moved"), withIntermediateDirectories: true)
        try FileManager.default.moveItem(atPath: workspace.file("voice.wav"), toPath: workspace.file("moved/voice.wav"))
        let missing = try binary.run(arguments)
        #expect(missing.exitCode == 104 && missing.errors.contains("voice.wav"), "\(missing.errors)")
        try Self.tone(8).write(to: URL(filePath: workspace.file("voice.wav")))
        let changed = try binary.run(arguments)
        #expect(changed.exitCode == 104 && changed.errors.contains("changed"), "\(changed.errors)")
        let found = try binary.run(arguments + ["--media", workspace.file("moved")])
        #expect(found.exitCode == 0, "\(found.errors)")
    }

    @Test("An existing folder is refused, and a full disk leaves nothing that looks whole")
    func disks() throws {
        let workspace = try Workspace()
        let folder = try Self.run(workspace)
        let binary = try Binary.fastest()
        let occupied = try binary.run(["replay", folder, "--call", "1", "--quiet", "--out", folder])
        #expect(occupied.exitCode == 64 && occupied.errors.contains("--out"), "\(occupied.errors)")
        // A file may grow to 32 KiB here, as though the disk were full then.
        let limited = "trap '' XFSZ; ulimit -f 64; exec \"$0\" \"$@\""
        let full = try Binary(path: "/bin/sh").run(
            ["-c", limited, binary.path, "replay", folder, "--call", "1", "--quiet"]
        )
        #expect(full.exitCode == 1 && full.errors.contains("hint"), "\(full.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder + "/call-1"))
    }

    /// A second of a WAV file at 8 kHz.
    private static func tone(_ value: Int) -> Data {
        var bytes: [UInt8] = []
        func number(_ value: Int, _ count: Int) {
            for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
        }
        bytes += "RIFF".utf8
        number(36 + 16_000, 4)
        bytes += "WAVEfmt ".utf8
        for (value, count) in [(16, 4), (1, 2), (1, 2), (8_000, 4), (16_000, 4), (2, 2), (16, 2)] {
            number(value, count)
        }
        bytes += "data".utf8
        number(16_000, 4)
        for index in 0..<8_000 { number(index % 20 < 10 ? value : 0, 2) }
        return Data(bytes)
    }
}
