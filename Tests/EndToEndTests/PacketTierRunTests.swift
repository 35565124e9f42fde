import Foundation
import Testing

@Suite("Runs of the packet tier", .timeLimit(.minutes(10)))
struct PacketTierRunTests {
    private static func scenario(_ workspace: Workspace, count: Int = 6) throws -> String {
        try workspace.write(
            Small.scenario(count: count, thresholds: "thresholds: { video.freeze_ratio: \"p(95) <= 50 %\" }"),
            to: "small.yaml"
        )
    }

    @Test("Traces in a file give the bytes of traces recorded by the run, for any workers, in debug and release")
    func traces() throws {
        let workspace = try Workspace()
        let scenario = try Self.scenario(workspace)
        let traces = workspace.file("small.traces")
        let binary = try Binary.fastest()
        let recorded = try binary.run(["trace", "record", scenario, "--out", traces])
        #expect(recorded.exitCode == 0, "\(recorded.errors)")
        let tier = ["run", scenario, "--tier", "packet", "--quiet"]
        _ = try binary.run(tier + ["--out", workspace.file("own")])
        for (name, jobs, binary) in [("one", 1, binary), ("two", 2, binary), ("seven", 7, try Binary.debug())] {
            let run = try binary.run(
                tier + ["--traces", traces, "--jobs", "\(jobs)", "--out", workspace.file(name)]
            )
            #expect(run.exitCode == 0, "\(run.errors)")
            for file in ["calls.ndjson", "series.ndjson", "summary.json"] {
                #expect(try workspace.read("own/\(file)") == workspace.read("\(name)/\(file)"), "\(name) \(file)")
            }
        }
        #expect(try workspace.text("own/summary.json").contains("\"tier\": \"packet\""))
    }

    @Test("Traces that do not fit are refused with what differs and what to do")
    func unfit() throws {
        let workspace = try Workspace()
        let scenario = try Self.scenario(workspace, count: 1)
        let traces = workspace.file("small.traces")
        let binary = try Binary.fastest()
        _ = try binary.run(["trace", "record", scenario, "--out", traces])
        let run = ["run", scenario, "--tier", "packet", "--traces", traces, "--out", workspace.file("out")]
        let other = try binary.run(run + ["--set", "media.video.frame_rate=10"])
        #expect(other.exitCode == 104)
        #expect(other.errors.contains("video.frame_rate 15, and this run has 10"))
        #expect(other.errors.contains("trace record"))
        let missing = try binary.run(run + ["--set", "media.video.bitrate.max=400 kbit/s"])
        #expect(missing.exitCode == 104)
        #expect(missing.errors.contains("it has no trace of calm at 160x96 and 400 kbit/s"))
        let cut = try workspace.read("small.traces").prefix(2_000)
        _ = try workspace.write(String(decoding: cut, as: UTF8.self), to: "small.traces")
        let broken = try binary.run(run)
        #expect(broken.exitCode == 104)
        #expect(broken.errors.contains("small.traces:2:"))
        #expect(!FileManager.default.fileExists(atPath: workspace.file("out/calls.ndjson")))
    }

    @Test("Shards of the packet tier merge to the run that was not divided")
    func shards() throws {
        let workspace = try Workspace()
        let scenario = try Self.scenario(workspace)
        let binary = try Binary.fastest()
        let traces = workspace.file("small.traces")
        _ = try binary.run(["trace", "record", scenario, "--out", traces])
        let run = ["run", scenario, "--tier", "packet", "--traces", traces, "--quiet", "--out"]
        _ = try binary.run(run + [workspace.file("whole")])
        for index in 1...2 { _ = try binary.run(run + [workspace.file("\(index)"), "--shard", "\(index)/2"]) }
        let merge = try binary.run(
            ["merge", workspace.file("1"), workspace.file("2"), "--out", workspace.file("merged")]
        )
        #expect(merge.exitCode == 0, "\(merge.errors)")
        for file in ["calls.ndjson", "series.ndjson", "summary.json"] {
            #expect(try workspace.read("whole/\(file)") == workspace.read("merged/\(file)"), "\(file)")
        }
        #expect(try workspace.text("merged/manifest.json").contains("\"traces_sha256\""))
    }

    @Test("The media tier refuses traces that it would not play")
    func tracesOfMediaTier() throws {
        let workspace = try Workspace()
        let scenario = try Self.scenario(workspace, count: 1)
        let run = try Binary.fastest().run(
            ["run", scenario, "--traces", workspace.file("none"), "--out", workspace.file("out")]
        )
        #expect(run.exitCode == 64)
        #expect(run.errors.contains("--tier packet"))
    }

    @Test("A capacity search finds the edge of a shared line, names the line, and says the same every time")
    func capacity() throws {
        let workspace = try Workspace()
        let text = """
            rehearsal: 1
            name: line
            seed: 3
            consultations: { concurrent: 2, length: 12 s }
            clinicians: [{ name: gp, network: lan, via: [line] }]
            patients: [{ name: home, network: lan }]
            media:
              video: { size: 160x96, frame_rate: 15, bitrate: { start: 100 kbit/s, max: 150 kbit/s } }
            networks: { lan: { up: { delay: 5 ms }, down: { delay: 5 ms } } }
            links: { line: { up: { rate: 600 kbit/s, queue: 150 ms }, down: { rate: 10 Mbit/s } } }
            thresholds:
              audio.mos: "p(10) >= 3.6"
              audio.concealed_ratio: "p(95) <= 5 %"
            """
        let scenario = try workspace.write(text, to: "line.yaml")
        let search = ["capacity", scenario, "--to", "32", "--hold", "audio.mos"]
        let binary = try Binary.fastest()
        let found = try binary.run(search + ["--out", workspace.file("capacity.json")])
        #expect(found.exitCode == 0, "\(found.output)\(found.errors)")
        #expect(found.output.contains("the capacity lies from"))
        #expect(found.output.contains("link line up"))
        #expect(!found.output.contains("audio.concealed_ratio"))
        #expect(try binary.run(search + ["--jobs", "1"]).output == found.output)
        #expect(try workspace.text("capacity.json").contains("\"gave_out\""))

        let none = try binary.run(["capacity", scenario, "--hold", "video.psnr"])
        #expect(none.exitCode == 64)
        #expect(none.errors.contains("has no threshold of it") && none.errors.contains("audio.mos"))
        let path = try binary.run(["capacity", scenario, "--vary", "consultations.nothing", "--to", "4"])
        #expect(path.exitCode == 104)
        let never = try binary.run(search + ["--set", "links.line.up.rate=60 kbit/s"])
        #expect(never.exitCode == 91)
        #expect(never.output.contains("the thresholds fail at the smallest load already"))
        let always = try binary.run(["capacity", scenario, "--to", "2", "--hold", "audio.mos"])
        #expect(always.exitCode == 91)
        #expect(always.output.contains("no load up to 2 broke"))
    }
}
