import Foundation
import Results
import Testing

@Suite("Merging shards")
struct MergeTests {
    private let workspace: Workspace
    private let binary: Binary

    init() throws {
        workspace = try Workspace()
        binary = try Binary.fastest()
    }

    private func run(_ scenario: String, to out: String, _ options: [String] = []) throws {
        let outcome = try binary.run(["run", scenario, "--quiet", "--out", workspace.file(out)] + options)
        #expect([0, 91, 99].contains(outcome.exitCode), "\(outcome.errors)\(outcome.output)")
    }

    /// Runs every shard into a folder of its number.
    private func runShards(_ scenario: String, of count: Int, _ options: [String] = []) throws {
        for index in 1...count { try run(scenario, to: "\(index)", ["--shard", "\(index)/\(count)"] + options) }
    }

    private func merge(_ folders: [String], to out: String = "merged") throws -> Binary.Outcome {
        try binary.run(["merge"] + folders.map(workspace.file) + ["--out", workspace.file(out)])
    }

    @Test("Shards merge to the bytes of the whole run, in any order, with flows, shared links and servers")
    func exact() throws {
        let scenario = try workspace.write(Divided.shared, to: "s.yaml")
        try run(scenario, to: "whole", ["--jobs", "2"])
        try runShards(scenario, of: 3, ["--jobs", "1"])
        let outcome = try merge(["3", "1", "2"])
        let verdict = try RunVerdictCode(in: workspace, "whole")
        #expect(outcome.exitCode == verdict.code, "\(outcome.errors)")
        try Divided.expectSame(workspace, "whole", "merged")
        #expect(try workspace.text("merged/relays.ndjson").split(separator: "\n").count == 2)
        #expect(try Divided.decided(workspace, "merged") == Divided.decided(workspace, "whole"))
        let left = try FileManager.default.contentsOfDirectory(atPath: workspace.file("merged")).sorted()
        #expect(left == (Divided.files + ["manifest.json"]).sorted())
    }

    @Test("A sample of series comes out as the whole run takes it")
    func sample() throws {
        let scenario = try workspace.write(Divided.voices(count: 230), to: "s.yaml")
        try run(scenario, to: "whole", ["--series", "sample"])
        try runShards(scenario, of: 4, ["--series", "sample"])
        #expect(try merge(["1", "2", "3", "4"]).exitCode == 0)
        try Divided.expectSame(workspace, "whole", "merged")
        let calls = Set(
            try workspace.text("merged/series.ndjson").split(separator: "\n").map { $0.prefix { $0 != "," } }
        )
        #expect(calls.count == 200)
    }

    @Test("A shard that is run again gives the same bytes, on any number of workers")
    func again() throws {
        let scenario = try workspace.write(Divided.shared, to: "s.yaml")
        try run(scenario, to: "one", ["--shard", "2/4", "--jobs", "1"])
        try run(scenario, to: "two", ["--shard", "2/4", "--jobs", "3"])
        try Divided.expectSame(workspace, "one", "two")
    }

    @Test("A run that was not divided merges to itself, and a merged run replays")
    func whole() throws {
        let scenario = try workspace.write(Divided.voices(count: 4), to: "s.yaml")
        try run(scenario, to: "whole")
        try runShards(scenario, of: 2)
        #expect(try merge(["whole"], to: "one").exitCode == 0)
        try Divided.expectSame(workspace, "whole", "one")
        #expect(try merge(["1", "2"]).exitCode == 0)
        #expect(try binary.run(["replay", workspace.file("merged"), "--call", "4", "--quiet"]).exitCode == 0)
        let again = try merge(["1", "2"])
        #expect(again.exitCode == 64)
        #expect(again.errors.contains("it already holds"), "\(again.errors)")
    }

    /// Four calls in two shards, in the folders 1 and 2.
    private func twoShards() throws -> String {
        let scenario = try workspace.write(Divided.voices(count: 4), to: "s.yaml")
        try runShards(scenario, of: 2)
        return scenario
    }

    private func expectRefusal(_ folders: [String], _ code: Int32, _ words: [String]) throws {
        let outcome = try merge(folders)
        #expect(outcome.exitCode == code, "\(outcome.errors)")
        for word in words { #expect(outcome.errors.contains(word), "\(word): \(outcome.errors)") }
        #expect(!FileManager.default.fileExists(atPath: workspace.file("merged")))
    }

    @Test("A shard that is lost or there twice is named, with what to do")
    func lostAndRepeated() throws {
        let scenario = try twoShards()
        try expectRefusal(
            ["2"],
            64,
            ["shard 1/2 is missing", "run again by rehearsal run \(scenario) --seed 5 --shard 1/2 --out NEW"]
        )
        try run(scenario, to: "second", ["--shard", "2/2"])
        try expectRefusal(
            ["1", "2", "second"],
            64,
            ["2 and \(workspace.file("second")) are both shard 2/2", "leave one"]
        )
        try expectRefusal(["1", "absent"], 64, ["merge \(workspace.file("absent"))", "no manifest.json"])
    }

    @Test("Shards of other seeds, settings, series, counts or thresholds are refused, and the way out is named")
    func different() throws {
        let scenario = try twoShards()
        for (options, words) in [
            (["--seed", "6"], ["the seed is 5 in ", " and 6 in ", "--seed 5 --shard 2/2 --out NEW"]),
            (["--set", "consultations.length=2 s"], ["consultations.length is 1 s in", "and 2 s in"]),
            (["--set", "media.audio.bitrate=20 kbit/s"], ["media.audio.bitrate is 32 kbit/s in", "and 20 kbit/s in"]),
            (["--series", "none"], ["--series is all in", "and none in"]),
            (["--shard", "2/3"], ["is shard 1/2 and", "is shard 2/3"]),
        ] {
            try? FileManager.default.removeItem(atPath: workspace.file("other"))
            try run(scenario, to: "other", ["--shard", "2/2"] + options)
            try expectRefusal(["1", "other"], 64, words)
        }
        _ = try workspace.write("# another text\n" + Divided.voices(count: 4), to: "s.yaml")
        try? FileManager.default.removeItem(atPath: workspace.file("other"))
        try run(scenario, to: "other", ["--shard", "2/2"])
        try expectRefusal(["1", "other"], 64, ["the text of the scenario in", "is not that in"])
    }

    /// Changes a text file of a shard.
    private func change(_ file: String, _ change: (String) -> String) throws {
        _ = try workspace.write(change(try workspace.text(file)), to: file)
    }

    @Test("Shards of another version of the tool, of the codecs or of the format are refused")
    func versions() throws {
        _ = try twoShards()
        let manifest = try workspace.text("2/manifest.json")
        for (old, new, code, words) in [
            ("\"tool_version\": \"", "\"tool_version\": \"9", Int32(64), ["rehearsal 9", "made it and this is"]),
            ("\"libopus\": \"", "\"libopus\": \"old ", 64, ["libopus is ", "old ", "codecs as the others"]),
            ("\"version\": 2", "\"version\": 1", 1, ["this tool reads version 2, not 1", "run the shard again"]),
            ("\"complete\": true", "\"complete\": false", 64, ["shard 2/2 is not finished", "--shard 2/2 --resume "]),
        ] {
            #expect(manifest.contains(old))
            _ = try workspace.write(manifest.replacing(old, with: new, maxReplacements: 1), to: "2/manifest.json")
            try expectRefusal(["1", "2"], code, words + [workspace.file("2")])
        }
    }

    @Test("Files that are cut short, gone or longer are found before anything is written")
    func lengths() throws {
        _ = try twoShards()
        for file in ["calls.ndjson", "series.ndjson"] {
            let text = try workspace.text("2/" + file)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for (other, words) in [
                (String(text.dropLast(9)), "bytes, and the run left \(text.utf8.count)"),
                (lines.dropLast(2).joined(separator: "\n") + "\n", "bytes, and the run left"),
                (text + "\n", "bytes, and the run left"),
            ] {
                _ = try workspace.write(other, to: "2/" + file)
                try expectRefusal(["1", "2"], 1, ["merge \(workspace.file("2"))", file, words, "run the shard again"])
            }
            try FileManager.default.removeItem(atPath: workspace.file("2/" + file))
            try expectRefusal(["1", "2"], 1, ["its \(file) cannot be read: No such file"])
            _ = try workspace.write(text, to: "2/" + file)
        }
    }

    @Test(
        "Calls of another shard or another run are told by their numbers and their digest, even in files of one length"
    )
    func foreign() throws {
        let scenario = try twoShards()
        let (calls, manifest) = (try workspace.text("2/calls.ndjson"), try workspace.text("2/manifest.json"))
        try change("2/calls.ndjson") { $0.replacing("{\"call\":4,", with: "{\"call\":3,") }
        try expectRefusal(["1", "2"], 1, ["call 3"])
        _ = try workspace.write(calls, to: "2/calls.ndjson")
        try change("2/calls.ndjson") { $0.replacing("\"digest\":\"", with: "\"digest\":\"0", maxReplacements: 1) }
        let changed = try workspace.text("2/calls.ndjson")
        try change("2/manifest.json") { $0.replacing(": \(calls.utf8.count)", with: ": \(changed.utf8.count)") }
        try expectRefusal(["1", "2"], 1, ["sixteen hexadecimal digits", "call 2 in its calls.ndjson"])
        _ = try workspace.write(manifest, to: "2/manifest.json")

        try run(scenario, to: "other", ["--shard", "2/2", "--seed", "6"])
        let foreign = try workspace.text("other/calls.ndjson")
        _ = try workspace.write(foreign, to: "2/calls.ndjson")
        try change("2/manifest.json") {
            $0.replacing(": \(calls.utf8.count)", with: ": \(foreign.utf8.count)", maxReplacements: 1)
        }
        try expectRefusal(["1", "2"], 1, ["its calls come to the digest", "and its run had"])
    }

    @Test("A merge that was killed leaves a folder that the next one takes over")
    func killed() throws {
        _ = try twoShards()
        try FileManager.default.createDirectory(
            atPath: workspace.file("merged"),
            withIntermediateDirectories: true
        )
        _ = try workspace.write("{\"call\":1", to: "merged/.calls.ndjson.aside")
        _ = try workspace.write("", to: "merged/.lock")
        #expect(try merge(["1", "2"]).exitCode == 0)
        let left = try FileManager.default.contentsOfDirectory(atPath: workspace.file("merged")).sorted()
        #expect(left == ["calls.ndjson", "junit.xml", "manifest.json", "series.ndjson", "summary.json"])
    }
}

/// The exit code that a run's summary keeps.
private struct RunVerdictCode {
    let code: Int32

    init(in workspace: Workspace, _ folder: String) throws {
        let text = try workspace.text(folder + "/summary.json")
        let digits = try #require(text.split(separator: "\"exit_code\": ").last).prefix(while: \.isNumber)
        code = try #require(Int32(digits))
    }
}
