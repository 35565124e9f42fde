import ArgumentParser
import Scenarios

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of a file format, for editors.",
        discussion: "Name it in the first line of a scenario: # yaml-language-server: $schema=scenario.schema.json"
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case scenario
    }

    @Argument(help: "The format: scenario.")
    var format: Format

    func run() throws {
        try reportingErrors {
            switch format {
            case .scenario: try Console.print(ScenarioSchema.json())
            }
        }
    }
}
