import Foundation
import Testing

@Suite("compare", .timeLimit(.minutes(10)))
struct CompareTests {
    private static let text = Small.scenario(count: 12, length: "10 s", size: "64x48")
        .replacing("delay: 15 ms", with: "delay: 15 ms, loss: 3 %")

    private static func run(
        _ workspace: Workspace,
        _ name: String,
        _ changes: [String] = [],
        text: String = text
    ) throws -> String {
        let scenario = try workspace.write(text, to: "s.yaml")
        _ = try Binary.fastest().run(
            ["run", scenario, "--tier", "packet", "--quiet", "--series", "none", "--out", workspace.file(name)]
                + changes
        )
        return workspace.file(name)
    }

    private static func compare(_ arguments: String...) throws -> Binary.Outcome {
        try Binary.fastest().run(["compare"] + arguments)
    }

    @Test("The same run twice is the same to the byte, and what a setting does is said only when asked")
    func folders() throws {
        let workspace = try Workspace()
        let one = try Self.run(workspace, "one")
        let two = try Self.run(workspace, "two", ["--jobs", "1"])
        let bad = try Self.run(workspace, "bad", ["--set", "networks.line.up.loss=20 %"])
        let same = try Self.compare(one, two)
        #expect(same.exitCode == 0 && same.output.contains("the same to the byte in 12 calls"))
        let other = try Self.compare(one, bad)
        #expect(other.exitCode == 91)
        #expect(other.output.contains("networks.line.up.loss is 3 % in \(one) and 20 % in \(bad)"), "\(other.output)")
        let across = try Self.compare(one, bad, "--across")
        #expect(across.exitCode == 90, "\(across.output)")
        #expect(across.output.contains("audio.mos{to:clinician}") && across.output.contains("not the same run twice"))
        #expect(try !Self.compare(bad, one, "--across").output.contains("worse in"))
    }

    @Test("It prints JSON and Markdown as well")
    func formats() throws {
        let workspace = try Workspace()
        let one = try Self.run(workspace, "one")
        let bad = try Self.run(workspace, "bad", ["--set", "networks.line.up.loss=20 %"])
        let json = try Self.compare(one, bad, "--across", "--format", "json")
        let root = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(root["verdict"] as? String == "worse" && root["paired"] as? String == "calls")
        let rows = try #require(root["rows"] as? [[String: Any]])
        #expect(rows.contains { $0["metric"] as? String == "audio.mos" && $0["verdict"] as? String == "worse" })
        let page = try Self.compare(one, bad, "--across", "--format", "md")
        #expect(page.output.contains("| audio.mos{to:clinician} (MOS) |"))
    }

    @Test("Other seeds are no pairs, whatever is asked")
    func seeds() throws {
        let workspace = try Workspace()
        let one = try Self.run(workspace, "one")
        let two = try Self.run(workspace, "two", ["--seed", "12"])
        let outcome = try Self.compare(one, two, "--across")
        #expect(outcome.exitCode == 91 && outcome.output.contains("the seed is 11 in"))
    }

    @Test("Folders that are unfinished, cut short, changed, foreign or of a newer format are refused with what to do")
    func damaged() throws {
        let workspace = try Workspace()
        let one = try Self.run(workspace, "one")
        let two = try Self.run(workspace, "two")
        let manifest = try workspace.text("two/manifest.json")
        let calls = try workspace.text("two/calls.ndjson")
        func refused(_ change: () throws -> Void) throws {
            try change()
            let outcome = try Self.compare(one, two)
            #expect([1, 64].contains(outcome.exitCode), "\(outcome.output)")
            #expect(outcome.errors.contains("hint:") && outcome.output.isEmpty, "\(outcome.errors)")
            _ = try workspace.write(manifest, to: "two/manifest.json")
            _ = try workspace.write(calls, to: "two/calls.ndjson")
            #expect(try Self.compare(one, two).exitCode == 0)
        }
        try refused { _ = try workspace.write(String(calls.dropLast(40)), to: "two/calls.ndjson") }
        try refused {
            _ = try workspace.write(
                calls.replacing("\"audio.mos\":[4", with: "\"audio.mos\":[n"),
                to: "two/calls.ndjson"
            )
        }
        try refused { _ = try workspace.write("{}", to: "two/manifest.json") }
        try refused {
            _ = try workspace.write(
                manifest.replacing("\"version\": 2", with: "\"version\": 3"),
                to: "two/manifest.json"
            )
        }
        try refused {
            _ = try workspace.write(
                manifest.replacing("\"complete\": true", with: "\"complete\": false"),
                to: "two/manifest.json"
            )
        }
        try refused { try FileManager.default.removeItem(atPath: workspace.file("two/calls.ndjson")) }
        #expect(try Self.compare(one, workspace.file("none")).exitCode == 64)
        #expect(try Self.compare(one, workspace.path).exitCode == 64)
        #expect(try Self.compare(one, workspace.file("s.yaml")).exitCode == 64)
    }
}
