import Foundation
import Testing

@Suite("Determinism")
struct DeterminismTests {
    /// Loss in bursts, correlated jitter, and a capacity drop that the estimator must follow.
    static func scenario(count: Int, length: String, size: String) -> String {
        Small.scenario(count: count, length: length, size: size).replacingOccurrences(
            of: "up: { rate: 2 Mbit/s, queue: 200 ms, delay: 15 ms }",
            with: """
                up: { rate: 1 Mbit/s, queue: 300 ms, delay: 15 ms, jitter: { normal: 5 ms, memory: 100 ms }, loss: { gilbert: { rate: 4 %, burst: 60 ms } } }
                    at 3 s: { up: { rate: 120 kbit/s } }
                """
        )
    }

    static let files = ["calls.ndjson", "series.ndjson", "summary.json"]

    @Test("One, two and seven workers write the same bytes, and so does a second run")
    func workers() throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(Self.scenario(count: 5, length: "8 s", size: "160x96"), to: "s.yaml")
        let binary = try Binary.fastest()
        for (name, jobs) in [("one", "1"), ("two", "2"), ("seven", "7"), ("again", "2")] {
            let outcome = try binary.run(["run", scenario, "--quiet", "--jobs", jobs, "--out", workspace.file(name)])
            #expect(outcome.exitCode == 99 || outcome.exitCode == 0 || outcome.exitCode == 91, "\(outcome.errors)")
        }
        for file in Self.files {
            let expected = try workspace.read("one/\(file)")
            #expect(expected.count > 100)
            for name in ["two", "seven", "again"] {
                #expect(try workspace.read("\(name)/\(file)") == expected, "\(name)/\(file)")
            }
        }
    }

    @Test("Debug and release builds write the same bytes", .enabled(if: Self.hasReleaseBuild))
    func buildModes() throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(Self.scenario(count: 1, length: "5 s", size: "64x48"), to: "s.yaml")
        for (name, binary) in [("debug", try Binary.debug()), ("release", try Binary.fastest())] {
            _ = try binary.run(["run", scenario, "--quiet", "--out", workspace.file(name)])
        }
        for file in Self.files {
            #expect(try workspace.read("debug/\(file)") == workspace.read("release/\(file)"), "\(file)")
        }
    }

    static var hasReleaseBuild: Bool { ProcessInfo.processInfo.environment["REHEARSAL_BINARY"] != nil }

    @Test("Another seed gives another digest")
    func seeds() throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(Self.scenario(count: 1, length: "3 s", size: "64x48"), to: "s.yaml")
        let binary = try Binary.fastest()
        for seed in ["1", "2"] {
            _ = try binary.run(["run", scenario, "--quiet", "--seed", seed, "--out", workspace.file(seed)])
        }
        #expect(try workspace.read("1/calls.ndjson") != workspace.read("2/calls.ndjson"))
    }
}
