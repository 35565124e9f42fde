import Foundation
import Testing

@Suite("Runs that are killed")
struct KillTests {
    private let workspace: Workspace
    private let binary: Binary

    init() throws {
        workspace = try Workspace()
        binary = try Binary.fastest()
    }

    private func calls(in folder: String) -> [UInt8] {
        [UInt8]((try? workspace.read(folder + "/calls.ndjson.partial")) ?? Data())
    }

    /// Starts a run or resumes one, and sends it a signal once so many calls are on the disk.
    private func run(_ arguments: [String], into folder: String, until count: Int, _ signal: Int32 = SIGKILL) throws {
        let (output, errors) = (Pipe(), Pipe())
        let process = try binary.start(["run"] + arguments + ["--quiet"], output: output, errors: errors)
        let manifest = workspace.file(folder + "/manifest.json")
        // Three lines are a call; without any it is enough that the run has begun.
        while process.isRunning,
            !FileManager.default.fileExists(atPath: manifest)
                || calls(in: folder).count(where: { $0 == 0x0A }) < 3 * count
        { usleep(2_000) }
        kill(process.processIdentifier, signal)
        _ = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
    }

    private func finish(_ arguments: [String]) throws {
        let outcome = try binary.run(["run"] + arguments + ["--quiet"])
        #expect([0, 91, 99].contains(outcome.exitCode), "\(outcome.errors)")
    }

    /// The part of a journal that nothing can take back: calls of which all three lines are there.
    private func kept(in folder: String) -> ArraySlice<UInt8> {
        let bytes = calls(in: folder)
        let ends = bytes.indices.filter { bytes[$0] == 0x0A }
        let whole = ends.count / 3 * 3
        return whole > 0 ? bytes[...ends[whole - 1]] : []
    }

    @Test(
        "Killed twice after any number of calls, a run ends with the bytes of one that ran through",
        arguments: [0, 1, 4, 7]
    )
    func twice(count: Int) throws {
        let scenario = try workspace.write(Divided.voices(count: 12, length: "10 s"), to: "s.yaml")
        let out = workspace.file("out")
        try run([scenario, "--jobs", "2", "--out", out], into: "out", until: count)
        let first = kept(in: "out")
        try run([scenario, "--jobs", "1", "--resume", out], into: "out", until: count + 2)
        #expect(calls(in: "out").starts(with: first))
        try finish([scenario, "--jobs", "3", "--resume", out])
        try finish([scenario, "--jobs", "2", "--out", workspace.file("whole")])
        try Divided.expectSame(workspace, "whole", "out")
        let left = try FileManager.default.contentsOfDirectory(atPath: out).sorted()
        #expect(left == ["calls.ndjson", "junit.xml", "manifest.json", "series.ndjson", "summary.json"])
    }

    @Test("Partitions that were finished are kept with their links, flows and servers", arguments: [1, 3, 5])
    func partitions(count: Int) throws {
        let scenario = try workspace.write(Divided.shared, to: "s.yaml")
        let out = workspace.file("out")
        try run([scenario, "--jobs", "1", "--out", out], into: "out", until: count)
        let calls = kept(in: "out")
        try run([scenario, "--jobs", "2", "--resume", out], into: "out", until: 7)
        #expect(self.calls(in: "out").starts(with: calls))
        try finish([scenario, "--jobs", "2", "--resume", out])
        try finish([scenario, "--jobs", "2", "--out", workspace.file("whole")])
        try Divided.expectSame(workspace, "whole", "out")
    }

    @Test("A shard that was killed goes on, and merges")
    func shard() throws {
        let scenario = try workspace.write(Divided.voices(count: 12, length: "10 s"), to: "s.yaml")
        let out = workspace.file("2")
        try run([scenario, "--shard", "2/2", "--jobs", "1", "--out", out], into: "2", until: 2)
        try finish([scenario, "--shard", "2/2", "--jobs", "2", "--resume", out])
        try finish([scenario, "--shard", "1/2", "--out", workspace.file("1")])
        try finish([scenario, "--out", workspace.file("whole")])
        let merged = try binary.run(["merge", workspace.file("1"), out, "--out", workspace.file("merged")])
        #expect(merged.exitCode == 0, "\(merged.errors)")
        try Divided.expectSame(workspace, "whole", "merged")
    }

    @Test("Stopped by a signal, then killed, then stopped again, it loses nothing and counts nothing twice")
    func mixed() throws {
        let scenario = try workspace.write(Divided.voices(count: 12, length: "10 s"), to: "s.yaml")
        let out = workspace.file("out")
        try run([scenario, "--jobs", "2", "--out", out], into: "out", until: 2, SIGTERM)
        let stopped = try workspace.read("out/calls.ndjson").count(where: { $0 == 0x0A })
        try run([scenario, "--jobs", "2", "--resume", out], into: "out", until: 4)
        try run([scenario, "--jobs", "1", "--resume", out], into: "out", until: 6, SIGINT)
        // What an earlier try held is in the files of the one that was stopped.
        #expect(try workspace.read("out/calls.ndjson").count(where: { $0 == 0x0A }) >= stopped)
        try finish([scenario, "--jobs", "2", "--resume", out])
        try finish([scenario, "--out", workspace.file("whole")])
        try Divided.expectSame(workspace, "whole", "out")
    }

    @Test("A disk that fills up stops the run, and with room again it goes on to the same bytes")
    func fullDisk() throws {
        let scenario = try workspace.write(Divided.voices(count: 8, length: "4 s"), to: "s.yaml")
        let out = workspace.file("out")
        // A file may grow to 32 KiB here, as though the disk were full then.
        let limited = "trap '' XFSZ; ulimit -f 64; exec \"$0\" \"$@\""
        for place in [["--out", out], ["--resume", out]] {
            let full = try Binary(path: "/bin/sh").run(
                ["-c", limited, binary.path, "run", scenario, "--quiet"] + place
            )
            #expect(full.exitCode == 1 && full.errors.contains("hint"), "\(full.errors)")
            #expect(!FileManager.default.fileExists(atPath: workspace.file("out/calls.ndjson")))
        }
        try finish([scenario, "--resume", out])
        try finish([scenario, "--out", workspace.file("whole")])
        #expect(try workspace.read("whole/series.ndjson").count > 32_768)
        try Divided.expectSame(workspace, "whole", "out")
    }

    @Test("A whole run that is resumed stays as it is")
    func whole() throws {
        let scenario = try workspace.write(Divided.shared, to: "s.yaml")
        try finish([scenario, "--out", workspace.file("out")])
        try finish([scenario, "--out", workspace.file("whole")])
        try finish([scenario, "--jobs", "1", "--resume", workspace.file("out")])
        try Divided.expectSame(workspace, "whole", "out")
    }
}
