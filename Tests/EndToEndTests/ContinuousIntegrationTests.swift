import Foundation
import Reports
import Testing

/// The reports of a run, read by the programs that they are for.
@Suite("Reports for continuous integration", .timeLimit(.minutes(10)))
struct ContinuousIntegrationTests {
    private struct Reports {
        let workspace: Workspace
        let outcome: Binary.Outcome
        let scenario: String
    }

    private static let thresholds = """
        thresholds:
          audio.mos:
            - "p(10) >= 1"
            - "p(10) >= 4.49"
          consultation.usable: [ { that: "share >= 100 %", decide: interval } ]
        """

    private static func reports(
        _ environment: [String: String] = [:],
        scenarioName: String = "small.yaml"
    ) throws -> Reports {
        let workspace = try Workspace()
        let scenario = try workspace.write(
            Small.scenario(length: "10 s", size: "64x48", thresholds: thresholds),
            to: scenarioName
        )
        let outcome = try Binary.fastest().run(
            [
                "run", scenario, "--quiet", "--out", workspace.file("out"), "--github",
                "--junit", workspace.file("junit.xml"), "--openmetrics", workspace.file("metrics.om"),
                "--gitlab", workspace.file("metrics.txt"),
            ],
            environment: environment.merging(["GITHUB_STEP_SUMMARY": workspace.file("summary.md")]) { one, _ in one }
        )
        #expect(outcome.exitCode == 99, "\(outcome.errors)")
        return Reports(workspace: workspace, outcome: outcome, scenario: scenario)
    }

    @Test("A failed threshold is annotated on its own line of the scenario, and what is open is a warning")
    func annotations() throws {
        let reports = try Self.reports()
        let text = try String(contentsOfFile: reports.scenario, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(lines.firstIndex { $0.contains("4.49") }) + 1
        #expect(
            reports.outcome.output.contains(
                "::error file=\(reports.scenario),line=\(line),title=audio.mos failed::audio.mos is "
            )
        )
        #expect(reports.outcome.output.contains(",title=consultation.usable is inconclusive::"))
        #expect(reports.outcome.output.ranges(of: "::error ").count == 1)
    }

    @Test("Annotations name the scenario from the root of the repository")
    func repository() throws {
        let reports = try Self.reports(["GITHUB_WORKSPACE": FileManager.default.temporaryDirectory.path])
        let path = reports.scenario.split(separator: "/").suffix(2).joined(separator: "/")
        #expect(reports.outcome.output.contains("::error file=\(path),line="))
    }

    @Test("The step's summary is appended to what earlier commands wrote")
    func stepSummary() throws {
        let workspace = try Workspace()
        let earlier = try workspace.write("earlier\n", to: "step.md")
        let reports = try Self.reports(["GITHUB_STEP_SUMMARY": earlier])
        let text = try workspace.text("step.md")
        #expect(text.hasPrefix("earlier\n## ❌ small: failed\n"))
        #expect(!FileManager.default.fileExists(atPath: reports.workspace.file("summary.md")))
    }

    @Test(
        "JUnit XML is valid by the schema",
        .enabled(if: InstalledTool.isThere("xmllint"), "needs xmllint, of libxml2-utils")
    )
    func schema() throws {
        let reports = try Self.reports()
        let schema = try InstalledTool.resource("junit.xsd", in: "Schemas")
        for file in ["junit.xml", "out/junit.xml"] {
            let check = try InstalledTool.run(
                "xmllint",
                ["--noout", "--schema", schema, reports.workspace.file(file)]
            )
            #expect(check.exitCode == 0, "\(check.errors)")
        }
        let broken = try reports.workspace.text("junit.xml").replacing("classname=", with: "class=")
        let path = try reports.workspace.write(broken, to: "broken.xml")
        #expect(try InstalledTool.run("xmllint", ["--noout", "--schema", schema, path]).exitCode != 0)
    }

    @Test(
        "JUnit XML is read back by a parser of its own",
        .enabled(if: InstalledTool.isThere("python3"), "needs python3")
    )
    func parser() throws {
        let reports = try Self.reports()
        let read = try InstalledTool.run(
            "python3",
            [try InstalledTool.resource("read_junit.py", in: "Tools"), reports.workspace.file("junit.xml")]
        )
        #expect(read.exitCode == 0, "\(read.errors)")
        let found = try #require(
            try JSONSerialization.jsonObject(with: Data(read.output.utf8)) as? [String: Any]
        )
        #expect(
            found["cases"] as? [String] == [
                "run completed", "audio.mos p(10) >= 1", "audio.mos p(10) >= 4.49",
                "consultation.usable share >= 100 %",
            ]
        )
        #expect(found["failures"] as? Int == 1 && found["skipped"] as? Int == 1)
    }

    @Test(
        "promtool finds nothing amiss in the metrics",
        .enabled(if: InstalledTool.isThere("promtool"), "needs promtool, of prometheus")
    )
    func lint() throws {
        let reports = try Self.reports()
        let metrics = try reports.workspace.text("metrics.om")
        let check = try #require(InstalledTool.binary("promtool")).run(["check", "metrics"], input: metrics)
        #expect(check.exitCode == 0, "\(check.output)\(check.errors)")
    }

    @Test(
        "A real Prometheus scrapes the metrics and has their values",
        .enabled(if: InstalledTool.isThere("prometheus", "python3"), "needs prometheus and python3")
    )
    func prometheus() throws {
        let reports = try Self.reports()
        let query = "rehearsal_audio_mouth_to_ear_seconds{group=\"all\",statistic=\"avg\"}"
        let scrape = try InstalledTool.run(
            "python3",
            [
                try InstalledTool.resource("scrape.py", in: "Tools"), reports.workspace.file("metrics.om"),
                OpenMetricsReport.contentType, query, "rehearsal_exit_code", "rehearsal_threshold_passed",
                "rehearsal_run",
            ]
        )
        #expect(scrape.exitCode == 0, "\(scrape.errors)")
        let answer = try #require(try JSONSerialization.jsonObject(with: Data(scrape.output.utf8)) as? [String: Any])
        let results = try #require(answer["results"] as? [String: [[String: Any]]])
        func values(_ query: String) -> [String] {
            (results[query] ?? []).compactMap { ($0["value"] as? [Any])?.last as? String }
        }
        #expect(values("rehearsal_exit_code") == ["99"])
        #expect(values("rehearsal_threshold_passed").sorted() == ["0", "1"])
        #expect(values("rehearsal_run") == ["1"])
        let written = try #require(
            try reports.workspace.text("metrics.om").split(separator: "\n")
                .first { $0.contains("mouth_to_ear_seconds{") && $0.contains("group=\"all\",statistic=\"avg\"") }
        )
        #expect(Double(values(query).first ?? "") == Double(written.split(separator: " ").last ?? ""))
    }

    @Test("Reports of two runs of one seed are the same bytes")
    func deterministic() throws {
        let (one, two) = (try Self.reports(), try Self.reports())
        for file in ["metrics.txt", "metrics.om", "junit.xml"] {
            #expect(try one.workspace.read(file) == two.workspace.read(file), "\(file)")
        }
    }

    @Test("A report that cannot be written is refused before anything runs, and a full disk costs no results")
    func refused() throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(Small.scenario(length: "2 s", size: "64x48"), to: "s.yaml")
        let run = ["run", scenario, "--quiet", "--out", workspace.file("out")]
        for path in [workspace.path, workspace.file("none/junit.xml")] {
            let outcome = try Binary.fastest().run(run + ["--junit", path])
            #expect(outcome.exitCode == 64 && outcome.errors.contains("hint"), "\(outcome.errors)")
        }
        let twice = try Binary.fastest().run(run + ["--junit", workspace.file("a"), "--gitlab", workspace.file("./a")])
        #expect(twice.exitCode == 64)
        #expect(!FileManager.default.fileExists(atPath: workspace.file("out")))
        let full = try Binary.fastest().run(run + ["--github"], environment: ["GITHUB_STEP_SUMMARY": "/dev/full"])
        #expect(full.exitCode == 1 && full.errors.contains("/dev/full"), "\(full.errors)")
        #expect(try workspace.text("out/manifest.json").contains("\"complete\": true"))
    }
}
