import Foundation
import Results
import ValidationComparison

/// Runs the scenarios of a suite of the IETF's and writes what our congestion control makes of them.
@main
struct CongestionControlValidation {
    private static let page = "docs/validation.md"

    static func main() {
        let names = CongestionSuite.allCases.map(\.rawValue).joined(separator: " or ")
        guard CommandLine.arguments.count == 2, let suite = CongestionSuite(rawValue: CommandLine.arguments[1]) else {
            fail(ValidationError("the suite", "is none of \(names)", hint: "name one"), .usage)
        }
        do {
            try write(suite)
        } catch {
            fail(error, .failure)
        }
    }

    private static func write(_ suite: CongestionSuite) throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: suite.scenarios)
            .filter { $0.hasSuffix(".yaml") }.sorted()
        let cases = try files.map { try SuiteCase(file: "\(suite.scenarios)/\($0)") }
        let bytes = SuiteResults.json(cases).prettyBytes
        try Data(bytes).write(to: URL(filePath: suite.results), options: .atomic)
        let old = (try? String(contentsOfFile: page, encoding: .utf8)) ?? ""
        let section = try CongestionPage(suite, parsing: bytes).text
        let text = PageSections.replacing(suite.rawValue, with: section, in: old)
        try Data(text.utf8).write(to: URL(filePath: page), options: .atomic)
        print("wrote \(suite.results) and the section of \(page)")
    }

    private static func fail(_ error: any Error, _ status: ExitStatus) -> Never {
        FileHandle.standardError.write(Data("error: \(error)\n".utf8))
        exit(status.rawValue)
    }
}
