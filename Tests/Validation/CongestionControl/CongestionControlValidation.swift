import Foundation
import Results
import ValidationComparison

/// Runs the scenarios of RFC 8867 and writes what our congestion control makes of them; see `usage`.
@main
struct CongestionControlValidation {
    private static let folder = "Scenarios/rfc8867"
    private static let results = "Results/validation/rfc8867.json"
    private static let page = "docs/validation.md"

    static func main() {
        do {
            let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }
                .sorted()
            let cases = try files.map { try SuiteCase(file: "\(folder)/\($0)") }
            let bytes = SuiteResults.json(cases).prettyBytes
            try Data(bytes).write(to: URL(filePath: results), options: .atomic)
            let old = (try? String(contentsOfFile: page, encoding: .utf8)) ?? ""
            let section = try CongestionPage(parsing: bytes, place: results).text
            let text = PageSections.replacing(CongestionPage.section, with: section, in: old)
            try Data(text.utf8).write(to: URL(filePath: page), options: .atomic)
            print("wrote \(results) and the section of \(page)")
        } catch {
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            exit(ExitStatus.failure.rawValue)
        }
    }
}
