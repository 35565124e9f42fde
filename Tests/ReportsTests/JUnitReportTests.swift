import QualityModels
import Reports
import Results
import Testing

@Suite("JUnit report")
struct JUnitReportTests {
    @Test("A threshold is a test case that passes, fails or is skipped, after one for the run")
    func cases() throws {
        let xml = JUnitReport.xml(summary: try Example.summary(), manifest: Example.manifest())
        #expect(xml.contains("<testsuites tests=\"4\" failures=\"1\" skipped=\"1\" errors=\"0\">"))
        #expect(xml.contains("<testcase classname=\"clinic\" name=\"run completed\"/>"))
        #expect(xml.contains("<testcase classname=\"clinic\" name=\"call.setup_time p(95) &lt;= 3 s\"/>"))
        #expect(xml.components(of: "<failure ") == 1)
        #expect(xml.components(of: "<skipped message=\"inconclusive: ") == 1)
    }

    @Test("A run that was cut short fails its own test case")
    func incomplete() throws {
        let summary = try Example.summary(isComplete: false)
        let xml = JUnitReport.xml(summary: summary, manifest: Example.manifest())
        #expect(xml.contains("failures=\"2\""))
        #expect(xml.contains("<failure message=\"not every planned call was held: only 3 calls were held\"/>"))
    }

    @Test("Markup in names is escaped, and what XML forbids is gone")
    func escaping() throws {
        let summary = try Example.summary(scenario: "a<b>&\"c\"\u{0}\u{1B}\u{FFFF}\td")
        let xml = JUnitReport.xml(summary: summary, manifest: Example.manifest())
        #expect(xml.contains("<testsuite name=\"a&lt;b&gt;&amp;&quot;c&quot;\u{FFFD}\u{FFFD}\u{FFFD}&#9;d\""))
        let forbidden = xml.unicodeScalars.contains { scalar in
            (scalar.value < 0x20 && scalar != "\n") || (0xFFFE...0xFFFF).contains(scalar.value)
        }
        #expect(!forbidden)
    }
}

extension String {
    /// How often a text occurs.
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
