import QualityModels
import Reports
import Results
import Testing
import Units

@Suite("Comparison table")
struct ComparisonTableTests {
    /// Two runs of twelve calls; the new one is worse by so much MOS to the patient.
    static func comparison(worseBy shift: Double) throws -> PairedComparison {
        func records(_ shift: Double) throws -> RunRecords {
            try RunRecords(
                (1...12).map { number in
                    CallRecord(
                        call: number,
                        clinician: "practice",
                        patient: "mobile",
                        network: "4g",
                        startsAt: Timestamp(nanoseconds: 0),
                        length: .seconds(10),
                        outcome: .completedVideo,
                        digest: UInt64(number) + (shift == 0 ? 0 : 100),
                        metrics: ["consultation.usable": 1],
                        directions: [
                            DirectionRecord(
                                call: number,
                                from: .clinician,
                                network: "4g",
                                windows: ["audio.mos": [4 + Double(number) / 100 - shift * Double(20 + number) / 26]]
                            )
                        ]
                    )
                }
            )
        }
        return PairedComparison(
            old: try records(0),
            new: try records(shift),
            margins: MarginRule.standard,
            level: 0.05,
            seed: 1
        )
    }

    @Test(
        "A worse figure has a line with both sides, the difference, its interval, p and margin, and the answer names it"
    )
    func worse() throws {
        let text = ComparisonTable(try Self.comparison(worseBy: 0.3)).text()
        let line = try #require(text.split(separator: "\n").first { $0.contains("audio.mos{to:patient}") })
        for part in ["✗", "4.065 ± 0.023", "-0.306 [", "0.1", "worse"] { #expect(line.contains(part), "\(text)") }
        #expect(text.contains("1 of 2 judged figures are the same in every pair"))
        #expect(text.hasSuffix("worse in 12 calls: audio.mos{to:patient}"))
    }

    @Test("What is the same to the byte needs no table")
    func identical() throws {
        let text = ComparisonTable(try Self.comparison(worseBy: 0)).text()
        #expect(text == "BASELINE\n  the same to the byte in 12 calls: better or same")
    }

    @Test("A difference that may be none has a ~ before it")
    func tilde() throws {
        let text = ComparisonTable(try Self.comparison(worseBy: 0.0001)).text()
        #expect(!text.contains("~ -"))
        #expect(text.contains("better or same"))
    }

    @Test("A mismatch is said and cannot steer a terminal or a page")
    func mismatch() {
        let table = ComparisonTable(PairedComparison(mismatch: "the scenario is \u{1B}[31ma|b<c>\n::error::x"))
        #expect(!table.text().contains("\u{1B}") && !table.text().contains("\n::error"))
        #expect(table.text().contains("no comparable baseline"))
        #expect(table.markdown.contains("a\\|b&lt;c&gt;") && !table.markdown.contains("\u{1B}"))
    }

    @Test("JUnit has a test case for each judged figure, counted once")
    func junit() throws {
        let comparison = try Self.comparison(worseBy: 0.3)
        let xml = JUnitReport.xml(summary: try Example.summary(), manifest: Example.manifest(), comparison: comparison)
        #expect(xml.contains("<testsuites tests=\"6\" failures=\"2\" skipped=\"1\" errors=\"0\">"))
        #expect(xml.contains("classname=\"clinic.baseline\" name=\"audio.mos{to:patient} no worse than the baseline\""))
        let open = JUnitReport.xml(
            summary: try Example.summary(),
            manifest: Example.manifest(),
            comparison: PairedComparison(mismatch: "the tier is <media>")
        )
        #expect(open.contains("skipped=\"2\"") && open.contains("the tier is &lt;media&gt;"))
    }
}
