import Foundation
import Results
import Testing

@Suite("Resuming")
struct ResumeTests {
    private static let scenario = Small.scenario(
        count: 2,
        length: "2 s",
        size: "64x48",
        thresholds: "thresholds: { call.packet_loss: [\"avg <= 50 %\"] }"
    )

    private func finished(in workspace: Workspace, _ options: [String] = []) throws -> (
        binary: Binary, scenario: String
    ) {
        let scenario = try workspace.write(Self.scenario, to: "s.yaml")
        let binary = try Binary.fastest()
        let outcome = try binary.run(["run", scenario, "--quiet", "--out", workspace.file("out")] + options)
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        return (binary, scenario)
    }

    @Test("Calls of another configuration are never mixed in, and the first difference is named")
    func differences() throws {
        let workspace = try Workspace()
        let (binary, scenario) = try finished(in: workspace)
        let before = try workspace.read("out/calls.ndjson")
        for (options, words) in [
            (["--set", "consultations.length=3 s"], "consultations.length was 2 s and is 3 s now"),
            (["--set", "networks.line.up.delay=20 ms"], "networks.line.up.delay was 15 ms and is 20 ms now"),
            (["--set", "media.video.speed=-5"], "media.video.speed is new: -5"),
            (["--seed", "1"], "the seed was 11 and is 1 now"),
            (["--seed", "111"], "the seed was 11 and is 111 now"),
            (["--series", "none"], "--series was all and is none now"),
            (["--shard", "1/2"], "the shard was 1/1 and is 1/2 now"),
        ] {
            let outcome = try binary.run(["run", scenario, "--resume", workspace.file("out")] + options)
            #expect(outcome.exitCode == 64, "\(options): \(outcome.errors)")
            #expect(outcome.errors.contains(words), "\(options): \(outcome.errors)")
        }
        #expect(try workspace.read("out/calls.ndjson") == before)
        #expect(!FileManager.default.fileExists(atPath: workspace.file("out/.lock")))
    }

    @Test("A manifest that cannot be read is called that, with its place")
    func corrupt() throws {
        let workspace = try Workspace()
        let (binary, scenario) = try finished(in: workspace)
        _ = try workspace.write("{ \"version\": ", to: "out/manifest.json")
        let outcome = try binary.run(["run", scenario, "--resume", workspace.file("out")])
        #expect(outcome.exitCode == 64)
        #expect(outcome.errors.contains("its manifest.json cannot be read: 1:"), "\(outcome.errors)")
    }

    @Test("Calls of an earlier run are not counted as this run's work")
    func tester() throws {
        let workspace = try Workspace()
        let (binary, scenario) = try finished(in: workspace)
        let before = try RunManifest(parsing: Array(try workspace.read("out/manifest.json")))
        #expect(before.tester.speedUp > 0)
        #expect(try binary.run(["run", scenario, "--quiet", "--resume", workspace.file("out")]).exitCode == 0)
        let after = try RunManifest(parsing: Array(try workspace.read("out/manifest.json")))
        #expect(after.isComplete && after.digest == before.digest)
        #expect(after.tester.speedUp == 0)
    }

    @Test("A run that was cut short is not overwritten, and the message names --resume")
    func unfinished() throws {
        let workspace = try Workspace()
        let (binary, scenario) = try finished(in: workspace)
        let manifest = try workspace.text("out/manifest.json")
        _ = try workspace.write(
            manifest.replacing("\"complete\": true", with: "\"complete\": false"),
            to: "out/manifest.json"
        )
        let outcome = try binary.run(["run", scenario, "--out", workspace.file("out")])
        #expect(outcome.exitCode == 64)
        #expect(outcome.errors.contains("an unfinished run is there") && outcome.errors.contains("--resume"))
    }

    @Test("A shard that would hold nothing, or part of one call, is refused before anything is written")
    func shards() throws {
        let workspace = try Workspace()
        let two = try workspace.write(Self.scenario, to: "two.yaml")
        let one = try workspace.write(Self.scenario.replacing("count: 2", with: "count: 1"), to: "one.yaml")
        for (scenario, shard, words) in [
            (two, "3/9", "the scenario has 2 partitions"), (one, "1/2", "cannot be divided"),
        ] {
            let outcome = try Binary.fastest().run(
                ["run", scenario, "--shard", shard, "--out", workspace.file("out")]
            )
            #expect(outcome.exitCode == 64)
            #expect(outcome.errors.contains(words), "\(outcome.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: workspace.file("out")))
    }

    @Test("The command that makes the run again has all that decides it, and the summary says where the files are")
    func again() throws {
        let workspace = try Workspace()
        let out = workspace.file("out")
        let outcome = try Binary.fastest().run(
            ["run", "-", "--series", "none", "--shard", "2/2", "--set", "consultations.length=1 s", "--out", out],
            input: Self.scenario
        )
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        #expect(
            outcome.output.contains(
                "again: rehearsal run - --seed 11 --set 'consultations.length=1 s' --shard 2/2 --series none"
                    + "  # with the same text on standard input\n"
            ),
            "\(outcome.output)"
        )
        #expect(outcome.output.contains("files: \(out)\n"))
        #expect(!(try workspace.text("out/calls.ndjson")).contains("\"windows\""))
    }
}
