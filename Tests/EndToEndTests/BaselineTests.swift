import Foundation
import Results
import Testing

@Suite("Baselines from the command line", .timeLimit(.minutes(15)))
struct BaselineTests {
    private static let adaptive = Small.scenario(
        count: 2,
        length: "10 s",
        size: "64x48",
        thresholds: "thresholds: { audio.mos: \"min >= 1\" }"
    ).replacing("delay: 15 ms", with: "delay: 15 ms, loss: 3 %")

    /// A scenario with a baseline of fourteen seeds.
    private struct Made {
        let workspace: Workspace
        let scenario: String
        let file: String

        init(tier: String = "packet") throws {
            workspace = try Workspace()
            scenario = try workspace.write(adaptive, to: "s.yaml")
            file = workspace.file("baseline.json")
            let outcome = try Binary.fastest().run(
                ["run", scenario, "--tier", tier, "--quiet", "--out", workspace.file("first"), "--baseline", file]
                    + ["--update-baseline", "--seeds-max", "14"]
            )
            #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
        }

        func run(_ name: String, _ arguments: [String] = [], tier: String = "packet") throws -> Binary.Outcome {
            try Binary.fastest().run(
                ["run", scenario, "--tier", tier, "--quiet", "--out", workspace.file(name)]
                    + ["--baseline", file, "--seeds", "12", "--seeds-max", "14"] + arguments
            )
        }

        /// Changes the file, as though the code that made it had been another.
        func doctor(_ change: (String, Double) -> Double) throws {
            var root = try #require(
                try JSONSerialization.jsonObject(with: workspace.read("baseline.json")) as? [String: Any]
            )
            var runs = try #require(root["runs"] as? [[String: Any]])
            for index in runs.indices {
                runs[index]["digest"] = String(repeating: "0", count: 14) + String(10 + index)
                var metrics = try #require(runs[index]["metrics"] as? [String: [String: Double]])
                for (name, values) in metrics { metrics[name] = values.mapValues { change(name, $0) } }
                runs[index]["metrics"] = metrics
            }
            root["runs"] = runs
            try JSONSerialization.data(withJSONObject: root).write(to: URL(filePath: file))
        }
    }

    @Test("The same code is the same to the byte, in both tiers", arguments: ["packet", "media"])
    func same(tier: String) throws {
        let made = try Made(tier: tier)
        let outcome = try made.run("out", tier: tier)
        #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("the same to the byte in 12 seeds: better or same"))
        #expect(try made.workspace.text("out/comparison.json").contains("\"verdict\": \"better_or_same\""))
    }

    @Test("A run of a panel is the run that its seed makes by itself")
    func seeds() throws {
        let made = try Made()
        let baseline = try Baseline(parsing: Array(try made.workspace.read("baseline.json")))
        #expect(baseline.runs.map(\.seed) == (11...24).map { UInt64($0) })
        for run in baseline.runs.dropFirst().prefix(2) {
            _ = try Binary.fastest().run(
                ["run", made.scenario, "--tier", "packet", "--quiet", "--seed", "\(run.seed)"]
                    + ["--out", made.workspace.file("seed-\(run.seed)")]
            )
            let summary = try made.workspace.text("seed-\(run.seed)/summary.json")
            #expect(summary.contains("\"digest\": \"\(run.digest.sixteenHexDigits)\""))
        }
    }

    @Test("A baseline has the same bytes for any number of workers, in debug and release")
    func bytes() throws {
        let made = try Made()
        let file = made.workspace.file("other.json")
        let outcome = try Binary.debug().run(
            ["run", made.scenario, "--tier", "packet", "--quiet", "--out", made.workspace.file("other"), "--jobs", "1"]
                + ["--baseline", file, "--update-baseline", "--seeds-max", "14"]
        )
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        #expect(try made.workspace.read("other.json") == made.workspace.read("baseline.json"))
    }

    @Test("What is worse than the baseline ends with 90, is named, and stands in every report")
    func worse() throws {
        let made = try Made()
        try made.doctor { name, value in name == "video.frame_rate{to:clinician}" ? value + 5 : value }
        let outcome = try made.run("out", ["--junit", made.workspace.file("junit.xml"), "--github"])
        #expect(outcome.exitCode == 90, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("worse in 12 seeds: video.frame_rate{to:clinician}"))
        #expect(
            outcome.output.contains("::error file=\(made.scenario),title=worse than the baseline::worse in 12 seeds")
        )
        #expect(
            try made.workspace.text("junit.xml").contains("<failure message=\"video.frame_rate{to:clinician} (fps) was")
        )
        let summary = try made.workspace.text("out/summary.json")
        #expect(summary.contains("\"verdict\": \"fail\"") && summary.contains("\"exit_code\": 90"))
    }

    @Test("Better than the baseline passes, and updating takes what there is now for right")
    func update() throws {
        let made = try Made()
        try made.doctor { name, value in name.hasPrefix("video.frame_rate") ? value - 5 : value }
        #expect(try made.run("better").exitCode == 0)
        try made.doctor { name, value in name.hasPrefix("video.frame_rate") ? value + 10 : value }
        #expect(try made.run("worse").exitCode == 90)
        let updated = try made.run("update", ["--update-baseline"])
        #expect(updated.exitCode == 0 && updated.output.contains("worse in 12 seeds"))
        #expect(try made.run("after").output.contains("the same to the byte in 12 seeds"))
    }

    @Test(
        "Another scenario, tier or code is not compared: 91, and what differs is said",
        arguments: [
            (["--set", "media.audio.fec=false"], "the scenario"),
            (["--tier", "media"], "the tier is packet in the baseline"),
        ]
    )
    func mismatch(change: [String], words: String) throws {
        let made = try Made()
        let outcome = try Binary.fastest().run(
            ["run", made.scenario, "--quiet", "--out", made.workspace.file("out"), "--baseline", made.file]
                + (change.contains("--tier") ? [] : ["--tier", "packet"]) + change
        )
        #expect(outcome.exitCode == 91, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("no comparable baseline") && outcome.output.contains(words))
    }

    @Test("Another set of codecs is not compared")
    func codecs() throws {
        let made = try Made()
        let text = try made.workspace.text("baseline.json").replacing("libopus 1.", with: "libopus 0.")
        _ = try made.workspace.write(text, to: "baseline.json")
        let outcome = try made.run("out")
        #expect(outcome.exitCode == 91 && outcome.output.contains("libopus is libopus 0."))
    }

    @Test("A baseline that is missing, cut short, of a newer format or no number is refused before anything runs")
    func refused() throws {
        let made = try Made()
        let whole = try made.workspace.text("baseline.json")
        let changes = [
            String(whole.prefix(whole.count / 2)), whole.replacing("\"version\": 1,", with: "\"version\": 2,"),
            whole.replacing("\"avg\": 4", with: "\"avg\": NaN4"), "{}", "", "\u{1B}[31m",
        ]
        for text in changes {
            _ = try made.workspace.write(text, to: "baseline.json")
            let outcome = try made.run("out")
            #expect(outcome.exitCode == 1, "\(outcome.errors)")
            #expect(outcome.errors.contains("baseline.json:") && outcome.errors.contains("hint"))
            #expect(!outcome.errors.contains("\u{1B}"))
            #expect(!FileManager.default.fileExists(atPath: made.workspace.file("out")))
        }
        try FileManager.default.removeItem(atPath: made.file)
        let missing = try made.run("out")
        #expect(missing.exitCode == 64 && missing.errors.contains("--update-baseline"))
        #expect(!FileManager.default.fileExists(atPath: made.workspace.file("out")))
    }

    @Test("What makes no sense on the command line is refused")
    func usage() throws {
        let made = try Made()
        let bad = [
            ["--shard", "1/2"], ["--margin", "audio.moss=1"], ["--margin", "audio.mos=0"],
            ["--seeds", "9", "--seeds-max", "3"],
        ]
        for arguments in bad {
            let outcome = try Binary.fastest().run(
                ["run", made.scenario, "--out", made.workspace.file("out"), "--baseline", made.file] + arguments
            )
            #expect(outcome.exitCode == 64 && outcome.errors.contains("hint"), "\(arguments) \(outcome.errors)")
        }
        let stray = try Binary.fastest().run([
            "run", made.scenario, "--out", made.workspace.file("out"), "--update-baseline",
        ])
        #expect(stray.exitCode == 64)
        #expect(!FileManager.default.fileExists(atPath: made.workspace.file("out")))
    }

    @Test("A baseline is written whole or not at all")
    func whole() throws {
        let made = try Made()
        let before = try made.workspace.read("baseline.json")
        let arguments =
            ["run", made.scenario, "--tier", "packet", "--quiet", "--out", made.workspace.file("out")]
            + ["--baseline", made.file, "--update-baseline", "--seeds-max", "14"]
        // No file may grow beyond 8 blocks of 1,024 bytes; the run's own are smaller.
        let limited = try Binary(path: "/bin/sh").run(
            ["-c", "ulimit -f 40; trap '' XFSZ; exec \"$@\"", "sh", Binary.fastest().path] + arguments
                + ["--series", "none"]
        )
        #expect(limited.exitCode == 0 || limited.exitCode == 1, "\(limited.errors)")
        let after = try made.workspace.read("baseline.json")
        #expect(limited.exitCode == 0 || after == before)
        let folder = try FileManager.default.contentsOfDirectory(atPath: made.workspace.path)
        #expect(!folder.contains { $0.hasSuffix(".aside") })
    }
}
