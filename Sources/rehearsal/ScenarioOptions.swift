import ArgumentParser
import Foundation
import Results
import Runner
import Scenarios

/// The scenario and what overrides it, as the verbs that read one share them.
struct ScenarioOptions: ParsableArguments {
    @Argument(help: "The scenario file, or - for standard input.", completion: .file(extensions: ["yaml", "yml"]))
    var scenario: String

    @Option(
        name: .customLong("set"),
        help: "Override one value, as in media.video.bitrate.max='300 kbit/s'; repeatable."
    )
    var overrides: [String] = []

    var displayName: String { scenario == "-" ? "<stdin>" : scenario }

    /// Reads the scenario with all overrides applied; `stop` ends the wait for standard input.
    ///
    /// `drawsHeads` says whether what is read will need its pictures.
    func load(
        seed: UInt64?,
        tier: String?,
        stop: StopSignal = StopSignal(),
        drawsHeads: (Scenario) -> Bool = { _ in true }
    ) throws -> LoadedScenario {
        try LoadedScenario.load(text(seed: seed, tier: tier, stop: stop), drawsHeads: drawsHeads)
    }

    /// The bytes of the scenario with all that overrides it.
    func text(seed: UInt64?, tier: String?, stop: StopSignal) throws -> ScenarioText {
        let changes = try changes(seed: seed, tier: tier)
        guard scenario == "-" else { return try ScenarioText(ofFile: scenario, overrides: changes) }
        let bytes = try LoadedScenario.bytes(
            ofDescriptor: FileHandle.standardInput.fileDescriptor,
            name: "standard input",
            stop: stop
        )
        return ScenarioText(bytes: bytes, file: "<stdin>", overrides: changes)
    }

    /// What overrides the file: flags before the environment.
    private func changes(seed: UInt64?, tier: String?) throws -> [Override] {
        var changes: [Override] = []
        let environment = ProcessInfo.processInfo.environment
        if let seed { changes.append(Override(path: "seed", text: String(seed), origin: .flag, shown: "--seed")) }
        if seed == nil, case let name = "REHEARSAL_SEED", let text = environment[name] {
            changes.append(Override(path: "seed", text: text, origin: .environment, shown: name))
        }
        if let tier { changes.append(Override(path: "tier", text: tier, origin: .flag, shown: "--tier")) }
        if tier == nil, case let name = "REHEARSAL_TIER", let text = environment[name] {
            changes.append(Override(path: "tier", text: text, origin: .environment, shown: name))
        }
        for text in overrides {
            guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
                let fault = text.hasPrefix("=") ? "it has no path before the '='" : "it has no '='"
                throw CommandError(.usage, "apply --set \(text)", fault, "write --set path=value")
            }
            changes.append(
                Override(path: String(text[..<equals]), text: String(text[text.index(after: equals)...]), origin: .flag)
            )
        }
        return changes
    }
}
