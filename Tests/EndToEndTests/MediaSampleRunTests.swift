import Foundation
import Results
import Testing

/// Runs of the packet tier of which some calls are run again with codecs.
@Suite("Samples with codecs", .timeLimit(.minutes(15)))
struct MediaSampleRunTests {
    private let workspace: Workspace
    private let binary: Binary
    private let traces: String

    private static let files = ["calls.ndjson", "media_sample.ndjson", "summary.json"]

    /// Private calls on two networks, or all behind one line.
    private static func text(count: Int, via: String = "") -> String {
        """
        rehearsal: 1
        name: mixed
        seed: 21
        consultations: { count: \(count), length: 11 s, starts: { every: 1 s } }
        clinicians: [{ name: gp, network: lan\(via) }]
        patients: [{ name: quiet, network: lan, share: 60 % }, { name: lossy, network: line }]
        media: { video: { size: 64x48, frame_rate: 10, bitrate: { start: 60 kbit/s, max: 90 kbit/s } } }
        networks:
          lan: { up: { rate: 20 Mbit/s, delay: 5 ms }, down: { rate: 20 Mbit/s, delay: 5 ms } }
          line: { up: { rate: 1 Mbit/s, delay: 20 ms, loss: { gilbert: { rate: 4 %, burst: 60 ms } } }, down: { delay: 20 ms } }
        links: { site: { up: { rate: 4 Mbit/s, queue: 200 ms }, down: { rate: 8 Mbit/s } } }
        thresholds: { call.packet_loss: [ "avg <= 50 %" ], audio.mos: [ "avg >= 1" ] }
        """
    }

    init() throws {
        workspace = try Workspace()
        binary = try Binary.fastest()
        traces = workspace.file("mixed.traces")
        let scenario = try workspace.write(Self.text(count: 1), to: "traces.yaml")
        let recorded = try binary.run(["trace", "record", scenario, "--out", traces])
        #expect(recorded.exitCode == 0, "\(recorded.errors)")
    }

    private func run(_ scenario: String, to out: String, _ options: [String] = []) throws {
        let outcome = try binary.run(
            ["run", scenario, "--tier", "packet", "--traces", traces, "--quiet", "--out", workspace.file(out)] + options
        )
        #expect([0, 91].contains(outcome.exitCode), "\(outcome.errors)\(outcome.output)")
    }

    private func sample(_ count: Int) -> [String] { ["--set", "media_sample=\(count)"] }

    private func expectSame(_ one: String, _ other: String) throws {
        for file in Self.files {
            let expected = try workspace.read("\(one)/\(file)")
            #expect(try workspace.read("\(other)/\(file)") == expected, "\(other)/\(file)")
        }
    }

    private func summary(_ folder: String) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: workspace.read(folder + "/summary.json"))
        return try #require(object as? [String: Any])
    }

    private func metrics(_ folder: String, _ keys: [String]) throws -> [String: [String: Any]] {
        var object = try summary(folder)
        for key in keys { object = try #require(object[key] as? [String: Any]) }
        return try #require(object as? [String: [String: Any]])
    }

    private func calls(_ file: String) throws -> [CallRecord] {
        try RunRecords(parsing: Array(workspace.read(file))).calls
    }

    @Test("A sample of all calls has the media tier's own means, with no doubt left", arguments: ["", ", via: [site]"])
    func census(via: String) throws {
        let scenario = try workspace.write(Self.text(count: 9, via: via), to: "s.yaml")
        try run(scenario, to: "mixed", sample(100))
        let media = try binary.run(["run", scenario, "--quiet", "--out", workspace.file("media")])
        #expect([0, 91].contains(media.exitCode), "\(media.errors)")
        #expect(try workspace.read("mixed/media_sample.ndjson") == workspace.read("media/calls.ndjson"))
        let corrected = try metrics("mixed", ["media_sample", "metrics"])
        let own = try metrics("media", ["metrics"])
        var compared = 0
        for (name, entry) in corrected {
            let all = try #require(entry["all"] as? [String: Any])
            guard let expected = (own[name]?["all"] as? [String: Any])?["avg"] as? Double, all["unknown"] == nil
            else { continue }
            let found = try #require(all["corrected"] as? Double)
            #expect(found == expected, "\(name)")
            #expect(all["interval"] as? [Double] == [expected, expected], "\(name)")
            #expect((all["standard_error"] as? Double) == 0)
            compared += 1
        }
        #expect(compared > 15)
        let packet = try metrics("mixed", ["metrics"])
        let mos = try #require(corrected["audio.mos"]?["all"] as? [String: Any])
        #expect(mos["packet"] as? Double == (packet["audio.mos"]?["all"] as? [String: Any])?["avg"] as? Double)
    }

    @Test("A drawn call is the media tier's own, and the other calls are what they are without a sample")
    func drawnCalls() throws {
        let scenario = try workspace.write(Self.text(count: 20), to: "s.yaml")
        try run(scenario, to: "mixed", sample(8))
        try run(scenario, to: "plain")
        #expect(try workspace.read("mixed/calls.ndjson") == workspace.read("plain/calls.ndjson"))
        let media = try binary.run(["run", scenario, "--quiet", "--out", workspace.file("media")])
        #expect([0, 91].contains(media.exitCode), "\(media.errors)")
        let own = try calls("media/calls.ndjson")
        let drawn = try calls("mixed/media_sample.ndjson")
        #expect(drawn.count == 8)
        for call in drawn { #expect(own[call.call - 1] == call, "call \(call.call)") }
        // Twelve and eight calls on two networks: five and three of eight.
        let strata = try #require(
            (try summary("mixed")["media_sample"] as? [String: Any])?["strata"] as? [[String: Any]]
        )
        #expect(strata.compactMap { $0["calls"] as? Int }.sorted() == [8, 12])
        #expect(strata.compactMap { $0["sampled"] as? Int }.sorted() == [3, 5])
    }

    @Test("One, two and seven workers, shards merged and another try write the same bytes")
    func workersAndShards() throws {
        let scenario = try workspace.write(Self.text(count: 14), to: "s.yaml")
        try run(scenario, to: "one", sample(8) + ["--jobs", "1"])
        for jobs in [2, 7] {
            try run(scenario, to: "jobs-\(jobs)", sample(8) + ["--jobs", "\(jobs)"])
            try expectSame("one", "jobs-\(jobs)")
        }
        for index in 1...3 { try run(scenario, to: "\(index)", sample(8) + ["--shard", "\(index)/3"]) }
        let folders = ["2", "3", "1"].map(workspace.file)
        let merge = try binary.run(["merge"] + folders + ["--out", workspace.file("merged")])
        #expect(merge.exitCode == 0, "\(merge.errors)")
        try expectSame("one", "merged")
        #expect(merge.output.contains("AS CODECS WOULD HAVE IT (8 of 14 calls"))

        let lines = try workspace.text("2/media_sample.ndjson")
        _ = try workspace.write(String(lines.dropLast(40)), to: "2/media_sample.ndjson")
        let cut = try binary.run(["merge"] + folders + ["--out", workspace.file("again")])
        #expect(cut.exitCode == 1)
        #expect(cut.errors.contains("its media_sample.ndjson has"), "\(cut.errors)")
    }

    @Test("A shared line's calls are drawn, run within their line, and come out the same for any workers")
    func sharedLine() throws {
        let scenario = try workspace.write(Self.text(count: 12, via: ", via: [site]"), to: "s.yaml")
        try run(scenario, to: "one", sample(8) + ["--jobs", "1"])
        try run(scenario, to: "two", sample(8) + ["--jobs", "2"])
        try expectSame("one", "two")
        let drawn = try calls("one/media_sample.ndjson")
        #expect(drawn.count == 8)
        #expect(drawn.allSatisfy { $0.partition == 0 })
    }

    @Test("Killed while the sample runs, a run goes on and ends with the bytes of one that ran through")
    func killed() throws {
        let scenario = try workspace.write(Self.text(count: 10), to: "s.yaml")
        try run(scenario, to: "whole", sample(10))
        let out = workspace.file("out")
        let (output, errors) = (Pipe(), Pipe())
        let arguments = ["run", scenario, "--tier", "packet", "--traces", traces, "--quiet", "--jobs", "1"]
        let process = try binary.start(arguments + sample(10) + ["--out", out], output: output, errors: errors)
        func lines() -> Int {
            ((try? workspace.read("out/media_sample.ndjson.partial")) ?? Data()).count { $0 == 0x0A }
        }
        while process.isRunning, lines() < 9 { usleep(2_000) }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(lines() >= 9)
        let other = try binary.run(arguments + sample(9) + ["--resume", out])
        #expect(other.exitCode == 64)
        #expect(other.errors.contains("media_sample was 10 and is 9 now"), "\(other.errors)")
        let again = try binary.run(arguments + sample(10) + ["--resume", out])
        #expect(again.exitCode == 0, "\(again.errors)")
        try expectSame("whole", "out")
        let left = try FileManager.default.contentsOfDirectory(atPath: out)
        #expect(!left.contains { $0.hasSuffix(".partial") })
    }
}
