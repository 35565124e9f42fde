import ArgumentParser
import Runner
import Scenarios
import Units

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check a scenario and everything it names, without running it."
    )

    @OptionGroup var source: ScenarioOptions

    func run() throws {
        try reportingErrors {
            let loaded = try source.load(seed: nil, tier: nil) { _ in false }
            for warning in loaded.warnings { Console.note(warning.description) }
            let scenario = loaded.scenario
            let warnings = loaded.warnings.count
            let calls = scenario.consultations
            var contents = [
                calls.count > 0
                    ? "\(calls.count) calls of \(calls.calls == nil ? "" : "up to ")\(calls.length.seconds) s" : nil
            ]
            contents.append(scenario.flows.isEmpty ? nil : Self.count(scenario.flows.count, "flow"))
            contents.append(Self.count(scenario.thresholds.count, "threshold"))
            contents.append(Self.count(warnings, "warning"))
            let list = contents.compactMap { $0 }.joined(separator: ", ")
            try Console.print("\(source.displayName): valid: \(list)")
        }
    }

    private static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
