import Reports
import Results
import Testing

@Suite("Console summary")
struct ConsoleSummaryTests {
    @Test("The whole summary in plain text")
    func golden() throws {
        let text = ConsoleSummary.render(summary: try Example.summary(), manifest: Example.manifest(), style: .plain)
        #expect(text == Self.expected)
    }

    private static let expected = ""
}
