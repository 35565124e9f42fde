import Foundation
import ValidationComparison

/// Where the results go: into the project, or beside a file of the caller's.
struct Output {
    let cells: String
    let page: String
    private let scenarios: String

    init(_ out: String?) {
        guard let out else {
            (cells, page) = ("Results/validation/chromium.json", "docs/validation.md")
            scenarios = "Scenarios/validation"
            return
        }
        cells = out
        let stem = out.hasSuffix(".json") ? String(out.dropLast(".json".count)) : out
        page = stem + ".md"
        scenarios = stem + "-scenarios"
    }

    func write(_ condition: Simulation.Condition) throws {
        let file = "\(scenarios)/\(ScenarioText.name(of: condition.name)).yaml"
        try Files.write(Array(condition.yaml.utf8), to: file)
    }

    func write(cells bytes: [UInt8], page text: String) throws {
        try Files.write(bytes, to: cells)
        // Other tools write the sections behind the first mark.
        let old = Files.exists(page) ? String(decoding: try Files.read(page, hint: "check it"), as: UTF8.self) : ""
        try Files.write(Array(PageSections.replacingHead(with: text, in: old).utf8), to: page)
    }
}
