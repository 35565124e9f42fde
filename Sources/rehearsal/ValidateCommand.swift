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
            let loaded = try source.load(seed: nil, tier: nil, isChecking: true)
            for warning in loaded.warnings { Console.note(warning.description) }
            let scenario = loaded.scenario
            let warnings = loaded.warnings.count
            try Console.print(
                "\(source.displayName): valid: \(scenario.consultations.count) calls of "
                    + "\(scenario.consultations.length.seconds) s, \(scenario.thresholds.count) thresholds, "
                    + (warnings == 1 ? "1 warning" : "\(warnings) warnings")
            )
        }
    }
}
