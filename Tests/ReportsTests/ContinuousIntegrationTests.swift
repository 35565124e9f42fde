import QualityModels
import Reports
import Results
import Testing
import Units

@Suite("Reports for continuous integration")
struct ContinuousIntegrationTests {
    private static let hostile = "a|b`<script>&\u{1B}[31m\r\n::error::x,y:z%"

    private static func rule(_ key: String, _ expression: String, line: Int?) throws -> ThresholdRule {
        let (metric, tags) = try ThresholdRule.key(parsing: key)
        let limit = try ThresholdExpression(parsing: expression, for: metric)
        return ThresholdRule(metric: metric, tags: tags, expression: limit, line: line)
    }

    private static func summary(
        scenario: String = "clinic",
        rules: [ThresholdRule],
        site: String? = nil,
        network: String = "4g"
    ) throws -> RunSummary {
        let calls = (1...6).map { number in
            CallRecord(
                call: number,
                clinician: "practice",
                patient: network,
                network: network,
                site: site,
                startsAt: Timestamp(nanoseconds: 0),
                length: .seconds(10),
                outcome: .completedAudioOnly,
                reason: network,
                digest: UInt64(number),
                metrics: ["consultation.usable": 0, "call.setup_time": 0.8],
                directions: Party.allCases.map {
                    DirectionRecord(
                        call: number,
                        from: $0,
                        network: network,
                        metrics: ["audio.mouth_to_ear": 123.456],
                        windows: ["audio.mos": [3.25]]
                    )
                }
            )
        }
        return RunSummary(
            of: try RunRecords(calls),
            identity: RunIdentity(scenario: scenario, seed: 7, tier: "packet", isComplete: true),
            thresholds: rules
        )
    }

    @Test("A failed threshold is annotated on its own line, with the runner's escapes")
    func annotation() throws {
        let summary = try Self.summary(rules: [try Self.rule("audio.mos{to:patient}", "p(10) >= 3.6", line: 42)])
        let lines = Annotations.lines(summary: summary, file: "a,b:c%.yaml")
        #expect(lines.count == 1)
        #expect(
            lines[0].hasPrefix(
                "::error file=a%2Cb%3Ac%25.yaml,line=42,title=audio.mos{to%3Apatient} failed::audio.mos{to:patient} is 3.25,"
            )
        )
        #expect(lines[0].contains("95 %25 interval"))
    }

    @Test("Nothing that a name holds begins a command of its own or ends one")
    func hostileAnnotation() throws {
        let summary = try Self.summary(rules: [try Self.rule("consultation.usable", "share >= 95 %", line: 3)])
        let mismatch = PairedComparison(mismatch: Self.hostile)
        for line in Annotations.lines(summary: summary, comparison: mismatch, file: Self.hostile) {
            #expect(!line.unicodeScalars.contains { $0.value < 0x20 })
            #expect(line.ranges(of: "::error").count <= 2)
            #expect(line.hasPrefix("::error ") || line.hasPrefix("::warning "))
        }
    }

    @Test("More findings than GitHub shows end in one that names the rest")
    func rollUp() throws {
        let rules = try (1...30).map { (rank: Int) in try Self.rule("audio.mos", "p(\(rank)) >= 4", line: rank) }
        let lines = Annotations.lines(summary: try Self.summary(rules: rules), file: "s.yaml")
        #expect(lines.count == 10)
        #expect(lines[9].contains("title=21 more findings::"))
    }

    @Test("A run that passed is not annotated, a baseline that is worse is")
    func baseline() throws {
        let summary = try Self.summary(rules: [try Self.rule("audio.mos", "avg >= 3", line: 3)])
        #expect(Annotations.lines(summary: summary, file: "s.yaml").isEmpty)
        let worse = try ComparisonTableTests.comparison(worseBy: 0.3)
        let lines = Annotations.lines(summary: summary, comparison: worse, file: "s.yaml")
        #expect(lines.count == 1 && lines[0].hasPrefix("::error file=s.yaml,title=worse than the baseline::"))
    }

    @Test("The step's summary has verdict, thresholds and numbers, and escapes names")
    func stepSummary() throws {
        let summary = try Self.summary(
            scenario: Self.hostile,
            rules: [try Self.rule("audio.mos", "p(10) >= 3.6", line: 4)],
            network: Self.hostile
        )
        let text = StepSummary.markdown(summary: summary, manifest: Example.manifest())
        #expect(text.contains("| ❌ | audio.mos | p(10) &gt;= 3.6 | 3.25 | 12 |"))
        #expect(text.contains("a\\|b\\`&lt;script&gt;&amp;"))
        #expect(!text.contains("<script>") && !text.contains("\u{1B}") && !text.contains("\n::error"))
    }

    @Test("The step's summary keeps to its size, whatever there is to say", arguments: [0, 300, 1_000, 5_000, 900_000])
    func cap(size: Int) throws {
        let rules = try (1...99).map { (rank: Int) in try Self.rule("audio.mos", "p(\(rank)) >= 4", line: rank) }
        let summary = try Self.summary(rules: rules)
        let text = StepSummary.markdown(summary: summary, manifest: Example.manifest(), byteCountMax: size)
        #expect(text.utf8.count <= max(size, 400))
        #expect(text.contains("Cut to") == (size < 10_000))
    }

    @Test("GitLab's metrics have a fixed number of decimals, and no space but that before the value")
    func metricsReport() throws {
        let rule = try Self.rule("audio.mos{to:patient}", "p(10) >= 3.6", line: 4)
        let text = MetricsReport.text(
            summary: try Self.summary(rules: [rule], network: Self.hostile),
            manifest: Example.manifest()
        )
        #expect(text.contains("audio_mos{statistic=\"p5\"} 3.250\n"))
        #expect(text.contains("audio_mouth_to_ear{statistic=\"avg\",group=\"to:patient\"} 123.46\n"))
        #expect(text.contains("threshold_verdict{threshold=\"audio.mos{to:patient}_p(10)_>=_3.6\"} fail\n"))
        for line in text.split(separator: "\n") {
            #expect(line.split(separator: " ").count == 2, "\(line)")
        }
    }

    @Test("OpenMetrics names units, keeps families together and ends with EOF")
    func openMetrics() throws {
        let summary = try Self.summary(
            scenario: "a\\b\"c\nd",
            rules: [try Self.rule("audio.mos", "p(10) >= 3.6", line: 4)]
        )
        let text = OpenMetricsReport.text(summary: summary, manifest: Example.manifest())
        #expect(text.hasSuffix("\n# EOF\n"))
        #expect(text.contains("# UNIT rehearsal_audio_mouth_to_ear_seconds seconds\n"))
        #expect(
            text.contains(
                "rehearsal_audio_mouth_to_ear_seconds{scenario=\"a\\\\b\\\"c d\",tier=\"packet\",group=\"all\",statistic=\"avg\"} 0.123456\n"
            )
        )
        #expect(text.contains("rehearsal_exit_code{scenario=\"a\\\\b\\\"c d\",tier=\"packet\"} 99\n"))
        var closed: Set<Substring> = []
        var family: Substring = ""
        for line in text.split(separator: "\n") where line != "# EOF" {
            let name = line.hasPrefix("# ") ? line.split(separator: " ")[2] : line.prefix { $0 != "{" }
            guard name != family else { continue }
            #expect(closed.insert(name).inserted, "\(name) comes back")
            #expect(line.hasPrefix("# TYPE "), "\(line)")
            family = name
        }
    }
}
