import Foundation
import Testing

@Suite("Reports")
struct ReportTests {
    /// A finished run of two calls on a bad line, with its report; made once.
    private static let shared = Result { try ReportedFolder() }

    /// A copy of the shared run's folder, to be spoilt.
    private static func copy(_ workspace: Workspace) throws -> String {
        let folder = workspace.file("run")
        try FileManager.default.copyItem(atPath: try shared.get().path, toPath: folder)
        return folder
    }

    private static func report(_ arguments: [String]) throws -> Binary.Outcome {
        try Binary.fastest().run(["report"] + arguments + ["--quiet"])
    }

    @Test("A run ends with one page that holds pictures and sound of its worst calls")
    func page() throws {
        let run = try Self.shared.get()
        let html = try run.text("report.html")
        #expect(html.hasPrefix("<!DOCTYPE html>"))
        #expect(html.contains("data:image/webp;base64,UklGR") && html.contains("data:audio/ogg;base64,T2dnU"))
        #expect(html.contains("The worst moment"))
        #expect(html.contains(try run.digest()))
        #expect(html.utf8.count < 1_000_000)
        let moments = try run.text("moments.ndjson").split(separator: "\n")
        #expect(moments.count == 2 && moments.allSatisfy { $0.hasPrefix("{\"call\":") })
    }

    @Test("A report made anew is the same bytes, from what was kept and by replaying")
    func again() throws {
        let workspace = try Workspace()
        let folder = try Self.copy(workspace)
        let first = try workspace.read("run/report.html")
        try FileManager.default.removeItem(atPath: folder + "/report.html")
        let kept = try Self.report([folder])
        #expect(kept.exitCode == 0 && kept.output.contains("report.html"), "\(kept.errors)")
        #expect(try workspace.read("run/report.html") == first)
        let moments = try workspace.read("run/moments.ndjson")
        try FileManager.default.removeItem(atPath: folder + "/moments.ndjson")
        #expect(try Self.report([folder]).exitCode == 0)
        #expect(try workspace.read("run/report.html") == first)
        #expect(try workspace.read("run/moments.ndjson") == moments)
    }

    @Test("Without replays the page says so, and leaves the folder as it was when it is written elsewhere")
    func withoutReplays() throws {
        let workspace = try Workspace()
        let folder = try Self.copy(workspace)
        try FileManager.default.removeItem(atPath: folder + "/moments.ndjson")
        let outcome = try Self.report([folder, "--no-replay", "--out", workspace.file("page.html")])
        #expect(outcome.exitCode == 0 && outcome.errors.contains("replays were not asked for"), "\(outcome.errors)")
        let html = try workspace.text("page.html")
        #expect(html.contains("Moments are missing") && !html.contains("image/webp"))
        #expect(!FileManager.default.fileExists(atPath: folder + "/moments.ndjson"))
    }

    @Test("Moments that are cut short are refused, and the page that was there stays")
    func cutMoments() throws {
        let workspace = try Workspace()
        let folder = try Self.copy(workspace)
        let page = try workspace.read("run/report.html")
        let moments = try workspace.read("run/moments.ndjson")
        try Data(moments.prefix(moments.count / 2)).write(to: URL(filePath: folder + "/moments.ndjson"))
        let outcome = try Self.report([folder, "--no-replay"])
        #expect(outcome.exitCode == 1 && outcome.errors.contains("moments.ndjson"), "\(outcome.errors)")
        #expect(outcome.errors.contains("delete it"))
        #expect(try workspace.read("run/report.html") == page)
    }

    @Test("Two runs are set side by side")
    func comparison() throws {
        let run = try Self.shared.get()
        let workspace = try Workspace()
        let outcome = try Self.report([run.path, run.path, "--out", workspace.file("two.html")])
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        let html = try workspace.text("two.html")
        #expect(html.contains("Two rehearsals side by side") && html.contains("Both runs have the same settings."))
    }

    @Test("Folders that are foreign, of a newer format, cut short or changed are refused, and nothing is written")
    func refusals() throws {
        let workspace = try Workspace()
        let folder = try Self.copy(workspace)
        try FileManager.default.removeItem(atPath: folder + "/report.html")
        let manifest = try workspace.text("run/manifest.json")
        let calls = try workspace.text("run/calls.ndjson")
        func check(_ code: Int32, _ word: String) throws {
            let outcome = try Self.report([folder])
            #expect(outcome.exitCode == code && outcome.errors.contains(word), "\(word): \(outcome.errors)")
            #expect(outcome.errors.contains("hint"))
            #expect(!FileManager.default.fileExists(atPath: folder + "/report.html"))
        }
        func spoil(_ name: String, _ text: String) throws { _ = try workspace.write(text, to: "run/" + name) }
        #expect(try Self.report([workspace.file("nowhere")]).exitCode == 64)
        try spoil("manifest.json", "{}")
        try check(1, "manifest.json")
        try spoil("manifest.json", manifest.replacingOccurrences(of: "\"version\": 2", with: "\"version\": 3"))
        try check(1, "reads version 2, not 3")
        try spoil("manifest.json", manifest)
        try spoil("calls.ndjson", String(calls.dropLast(40)))
        try check(1, "bytes, and the run left")
        // Numbers that are none, or beyond measure, in as many bytes as before.
        let ratio = try #require(calls.firstRange(of: /"video.freeze_ratio":[0-9.]{5,}/))
        let name = "\"video.freeze_ratio\":"
        for number in ["NaN", "1e300"] {
            let padding = String(repeating: " ", count: calls[ratio].utf8.count - name.utf8.count - number.utf8.count)
            try spoil("calls.ndjson", calls.replacingCharacters(in: ratio, with: name + number + padding))
            try check(1, "cannot be read")
        }
        let digest = try #require(calls.firstRange(of: /"digest":"[0-9a-f]{16}"/))
        try spoil("calls.ndjson", calls.replacingCharacters(in: digest, with: "\"digest\":\"0123456789abcdef\""))
        try check(1, "not those of the run")
        try FileManager.default.removeItem(atPath: folder + "/calls.ndjson")
        try check(1, "calls.ndjson cannot be read")
        try spoil("calls.ndjson", calls)
        try spoil("moments.ndjson", "{\"call\":1}\n")
        try check(1, "delete it")
    }

    @Test("A full disk costs the report and nothing else")
    func fullDisk() throws {
        let workspace = try Workspace()
        let binary = try Binary.fastest()
        let scenario = try workspace.write(ReportedFolder.scenario, to: "s.yaml")
        // A file may grow to 100 KiB here, as though the disk were full then.
        let limited = "trap '' XFSZ; ulimit -f 200; exec \"$0\" \"$@\""
        let run = ["run", scenario, "--quiet", "--series", "none", "--out", workspace.file("run")]
        let outcome = try Binary(path: "/bin/sh").run(["-c", limited, binary.path] + run)
        #expect([1, 91, 99].contains(outcome.exitCode), "\(outcome.errors)")
        #expect(outcome.output.contains("verdict:"))
        #expect(outcome.errors.contains("the results are whole") && outcome.errors.contains("rehearsal report"))
        let names = try FileManager.default.contentsOfDirectory(atPath: workspace.file("run"))
        #expect(!names.contains("report.html") && !names.contains { $0.hasSuffix(".aside") }, "\(names)")
        #expect(try workspace.text("run/manifest.json").contains("\"complete\": true"))
        #expect(try Self.report([workspace.file("run")]).exitCode == 0)
        #expect(FileManager.default.fileExists(atPath: workspace.file("run/report.html")))
    }

    @Test("Names that would be code in a page are text in it, from the scenario to the report")
    func hostileNames() throws {
        let workspace = try Workspace()
        let name = "<img src=x onerror=alert(1)>"
        let text = ReportedFolder.scenario
            .replacingOccurrences(of: "question: Is it bad?", with: "question: \"\(name)\\e[2J\"")
            .replacingOccurrences(of: "count: 2, length: 12 s", with: "count: 1, length: 6 s")
        let scenario = try workspace.write(text, to: "s.yaml")
        var binary = try Binary.fastest()
        binary.makesReports = true
        let outcome = try binary.run(["run", scenario, "--quiet", "--out", workspace.file("run")])
        try #require([0, 91, 99].contains(outcome.exitCode), "\(outcome.errors)")
        let html = try workspace.text("run/report.html")
        #expect(!html.contains("<img src=x") && html.contains("&lt;img src=x onerror=alert(1)&gt;"))
        #expect(!html.contains("\u{1B}"))
    }

    @Test("The packet tier's worst calls are held again with codecs, and the page says so")
    func packetTier() throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(ReportedFolder.scenario, to: "s.yaml")
        var binary = try Binary.fastest()
        binary.makesReports = true
        let folder = workspace.file("run")
        let outcome = try binary.run(["run", scenario, "--tier", "packet", "--quiet", "--out", folder])
        try #require([0, 91, 99].contains(outcome.exitCode), "\(outcome.errors)")
        let html = try workspace.text("run/report.html")
        #expect(html.contains("held again with codecs over the same lines") && html.contains("image/webp"))
    }

    @Test("A capacity curve is shown where its file is given, and a file that is none is refused")
    func capacity() throws {
        let run = try Self.shared.get()
        let workspace = try Workspace()
        let curve = try workspace.write(
            """
            {"version": 2, "scenario": "site", "tier": "packet", "seed": 1, "path": "consultations.concurrent", "from": 1, \
            "to": 64, "held": 12, "broken": 13, "thresholds": [], "points": [{"load": 12, "answer": "held", "runs": 8, \
            "passed": 8, "values": [], "runs_that_held": [], "resources": []}, {"load": 13, "answer": "broken", "runs": 6, \
            "passed": 0, "values": [], "runs_that_held": [], "resources": []}], "gave_out": {"name": "link wan up", \
            "utilisation": 0.99, "refused": 0.1}}
            """,
            to: "curve.json"
        )
        let arguments = [run.path, "--no-replay", "--out", workspace.file("page.html"), "--capacity"]
        #expect(try Self.report(arguments + [curve]).exitCode == 0)
        let html = try workspace.text("page.html")
        #expect(html.contains("consultations.concurrent 12 is held and 13 is not") && html.contains("link wan up"))
        let wrong = try Self.report(arguments + [run.path + "/summary.json"])
        #expect(wrong.exitCode == 1 && wrong.errors.contains("capacity --out"), "\(wrong.errors)")
    }
}

/// A finished run with its report, in a folder of its own.
final class ReportedFolder: Sendable {
    static let scenario = Small.scenario(
        count: 2,
        patient: "    at 4 s: { outage: 2 s }",
        thresholds: """
            thresholds:
              audio.mos: [ "p(10) >= 4" ]
              video.freeze_ratio: [ "p(95) <= 1 %" ]
              consultation.usable: [ "share >= 90 %" ]
            """
    ).replacingOccurrences(of: "name: small\n", with: "name: small\nquestion: Is it bad?\n")
        // The outage is in run time, so that both calls have to start before it.
        .replacingOccurrences(of: "length: 12 s }", with: "length: 12 s, starts: { every: 0 s } }")

    let path: String
    private let workspace: Workspace

    init() throws {
        workspace = try Workspace()
        let scenario = try workspace.write(Self.scenario, to: "s.yaml")
        path = workspace.file("run")
        var binary = try Binary.fastest()
        binary.makesReports = true
        let outcome = try binary.run(["run", scenario, "--quiet", "--out", path])
        try #require([0, 91, 99].contains(outcome.exitCode), "\(outcome.errors)")
    }

    func text(_ name: String) throws -> String { try workspace.text("run/" + name) }

    func digest() throws -> String {
        let match = try #require(try text("manifest.json").firstMatch(of: /"digest": "([0-9a-f]{16})"/))
        return String(match.1)
    }
}
