import Foundation
import Results
import ValidationComparison

/// Compares simulated calls with recorded ones, cell by cell; see `Arguments.usage`.
@main
struct ChromiumValidation {
    static let tablePath = "Results/validation/chromium-recordings.ndjson"
    static let explanationsPath = "Results/validation/explanations.json"

    static func main() async {
        let status: ExitStatus
        do {
            let arguments = try Arguments(
                Array(CommandLine.arguments.dropFirst()),
                environment: ProcessInfo.processInfo.environment
            )
            status = try await run(arguments)
        } catch let error as Arguments.UsageError {
            Files.tell("error: \(error.message)\n\(Arguments.usage)")
            status = .usage
        } catch {
            Files.tell("\(error)")
            status = .failure
        }
        exit(status.rawValue)
    }

    private static func run(_ arguments: Arguments) async throws -> ExitStatus {
        if let path = arguments.cells { return try rewritePage(path, arguments) }
        guard let content = arguments.content else {
            throw Arguments.UsageError(
                message: "--content is missing: the simulator has to send what the browsers sent"
            )
        }
        let recorded = try arguments.recordings.map(RecordingFolder.read)
        let committed = Files.exists(tablePath) ? try committedTable() : nil
        guard var table = recorded ?? committed else {
            throw Arguments.UsageError(message: "--recordings is missing, and there is no \(tablePath)")
        }
        if let committed { table.complete(from: committed, condition: Comparison.reference) }
        let conditions = try selected(table, arguments)
        let output = Output(arguments.out)
        for condition in conditions { try output.write(condition) }
        if let recorded, arguments.out == nil { try Files.write(recorded.bytes(), to: tablePath) }
        let simulated = try await Simulation(conditions, seeds: arguments.seeds, content: content)
            .run(workers: arguments.jobs)
        if let calls = arguments.calls {
            try Files.write(simulatedTable(conditions, simulated).bytes(allColumns: true), to: calls)
        }
        let cells = Comparison.cells(table, simulated: simulated)
        let explanations = try readExplanations()
        let page = ValidationPage(cells, explanations: explanations, browser: table.browser, seeds: arguments.seeds)
        try output.write(cells: Comparison.json(cells).prettyBytes, page: page.text)
        return report(page, cells, explanations, output)
    }

    /// The page alone, as after a change of the explanations.
    private static func rewritePage(_ path: String, _ arguments: Arguments) throws -> ExitStatus {
        let cells = try Comparison.cells(
            parsing: try Files.read(path, hint: "Scripts/validate chromium writes it"),
            place: path
        )
        guard let table = Files.exists(tablePath) ? try committedTable() : nil else {
            throw Arguments.UsageError(message: "there is no \(tablePath), which says which browser it was")
        }
        let explanations = try readExplanations()
        let page = ValidationPage(cells, explanations: explanations, browser: table.browser, seeds: arguments.seeds)
        let output = Output(arguments.out)
        try output.write(cells: Comparison.json(cells).prettyBytes, page: page.text)
        return report(page, cells, explanations, output)
    }

    private static func report(
        _ page: ValidationPage,
        _ cells: [ComparedCell],
        _ explanations: Explanations,
        _ output: Output
    ) -> ExitStatus {
        for cell in explanations.stale(cells) where cells.contains(where: { cell.hasPrefix($0.condition + "/") }) {
            Files.tell("\(explanationsPath): warning: \(cell) is explained and no miss")
        }
        for cell in explanations.unexplained(cells) { Files.tell("unexplained miss: \(cell.key)") }
        print("all cells \(page.score)")
        print("informative cells \(page.informativeScore)")
        print("unexplained misses \(explanations.unexplained(cells).count)")
        print("wrote \(output.cells) and \(output.page)")
        return page.isGood ? .passed : .thresholdFailed
    }

    private static func selected(_ table: RecordingTable, _ arguments: Arguments) throws -> [Simulation.Condition] {
        let names = table.conditions.map(\.name)
        if let unknown = arguments.conditions.first(where: { !names.contains($0) }) {
            throw Arguments.UsageError(
                message: "there is no condition '\(unknown)'; there are \(names.joined(separator: ", "))"
            )
        }
        return try table.conditions.compactMap { condition in
            guard let set = condition.recordings.first?.set,
                arguments.conditions.isEmpty || arguments.conditions.contains(condition.name)
            else { return nil }
            return Simulation.Condition(
                name: condition.name,
                set: set,
                yaml: try ScenarioText.yaml(condition: condition.name, set: set)
            )
        }
    }

    /// The simulated calls as if they were recordings, a seed a repeat.
    private static func simulatedTable(
        _ conditions: [Simulation.Condition],
        _ simulated: [String: [CallMeasurements]]
    ) -> RecordingTable {
        let calls = conditions.flatMap { condition in
            (simulated[condition.name] ?? []).enumerated().map { index, call in
                Recording(condition: condition.name, repetition: index + 1, set: condition.set, measurements: call)
            }
        }
        return RecordingTable(calls, browser: "simulated")
    }

    private static func committedTable() throws -> RecordingTable {
        try RecordingTable(
            parsing: try Files.read(tablePath, hint: "Scripts/validate chromium --recordings DIR writes it"),
            place: tablePath
        )
    }

    private static func readExplanations() throws -> Explanations {
        guard Files.exists(explanationsPath) else { return .none }
        return try Explanations(
            parsing: try Files.read(explanationsPath, hint: "check that it is readable"),
            place: explanationsPath
        )
    }
}
