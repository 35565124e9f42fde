import Plots
import QualityModels
import Results
import Testing
import Units

@testable import Reports

@Suite("Reports")
struct ReportTests {
    private static func summary(reason: String? = nil) throws -> (RunSummary, RunManifest) {
        var metrics = MetricValues()
        metrics["consultation.usable"] = 0
        var direction = MetricValues()
        direction["video.freeze_ratio"] = 0.4
        direction["video.longest_freeze"] = 12.3
        let call = CallRecord(
            call: 7,
            clinician: "consultant",
            patient: "mobile",
            network: "4g",
            startsAt: .start,
            length: .seconds(30),
            outcome: .completedVideo,
            reason: reason,
            digest: 1,
            metrics: metrics,
            directions: [
                DirectionRecord(
                    call: 7,
                    from: .clinician,
                    network: "4g",
                    metrics: direction,
                    windows: ["audio.mos": [4.2, 1, 1]]
                )
            ]
        )
        let (metric, tags) = try ThresholdRule.key(parsing: "consultation.usable")
        let rule = ThresholdRule(
            metric: metric,
            tags: tags,
            expression: try ThresholdExpression(parsing: "share >= 80 %", for: metric)
        )
        let summary = RunSummary(
            of: try RunRecords([call]),
            identity: RunIdentity(scenario: "clinic <&\">", seed: 7, tier: "media", isComplete: true),
            thresholds: [rule]
        )
        let manifest = RunManifest(
            toolVersion: "0",
            scenario: RunManifest.ScenarioText(name: "clinic", text: ""),
            configuration: [],
            usesDefaultThresholds: true,
            seed: 7,
            tier: "media",
            codecs: [],
            digest: 0x1234,
            isComplete: true,
            workers: 2,
            wallSeconds: 1,
            cpuSeconds: 2,
            tester: TesterAccount(processors: 2, cpuShare: 1, speedUp: 30),
            reproduce: "rehearsal run clinic.yaml"
        )
        return (summary, manifest)
    }

    @Test("The console says first what failed, then why, in words")
    func console() throws {
        let (summary, manifest) = try Self.summary()
        let text = ConsoleSummary.render(summary: summary, manifest: manifest)
        #expect(text.hasPrefix("THRESHOLDS\n  ✗  fail  consultation.usable  'share >= 80 %'"))
        #expect(text.contains("these are the defaults"))
        #expect(text.contains("call 7 (mobile, 4g): patient heard nothing from 10 s on"))
        #expect(text.contains("patient saw the video frozen for 12.3 s"))
        #expect(text.contains("digest 0000000000001234"))
        #expect(text.contains("verdict: failed (exit code 99)"))
        #expect(!text.contains("\u{1B}"))
    }

    @Test("Colour comes only where it is asked for, and never from the data")
    func colour() throws {
        let (summary, manifest) = try Self.summary(reason: "\u{1B}[31mred\u{202E}")
        #expect(ConsoleSummary.render(summary: summary, manifest: manifest, style: .ansi).contains("\u{1B}[31m"))
        #expect(!ConsoleSummary.render(summary: summary, manifest: manifest).contains("\u{1B}"))
    }

    @Test("JUnit has a case for the run and one a threshold, and escapes what it is given")
    func junit() throws {
        let (summary, manifest) = try Self.summary()
        let xml = JUnitReport.xml(summary: summary, manifest: manifest)
        #expect(xml.contains("<testsuite name=\"clinic &lt;&amp;&quot;&gt;\" tests=\"2\" failures=\"1\" skipped=\"0\""))
        #expect(xml.contains("name=\"run completed\""))
        #expect(xml.contains("<failure message=\"consultation.usable is 0 %, limit &gt;= 80 %"))
        #expect(Markup.escaped("a\u{1}b\n") == "a\u{FFFD}b&#10;")
    }
}
