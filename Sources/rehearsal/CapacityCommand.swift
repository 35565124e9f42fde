import ArgumentParser
import Foundation
import Planning
import Results
import Runner
import Scenarios

struct CapacityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capacity",
        abstract: "Find how much load a scenario carries before its thresholds break, and what gives out.",
        discussion: """
            Runs the scenario at growing loads: doubled until one breaks, then halved between. Every load is run with the \
            same seeds until a sequential test (both errors at 5 %) says that it passes in at least seven of ten runs or \
            in at most three. Such as: capacity site.yaml --vary consultations.concurrent --hold consultation.usable. \
            With --starts both a second search has all calls start together, as clinics with synchronised slots do.

            Exit codes: 0 a capacity was found, 91 it lies outside of --from and --to or is undecided.
            """
    )

    @OptionGroup var source: ScenarioOptions

    @Option(help: "The path of the whole number that grows, such as consultations.concurrent.")
    var vary = "consultations.concurrent"

    @Option(help: "The metrics whose thresholds must hold, with commas. (default: all thresholds of the scenario)")
    var hold: String?

    @Option(help: "The smallest load.")
    var from = 1

    @Option(help: "The largest load.")
    var to = 4_096

    @Option(help: "How near the two ends of the answer have to come, in percent of the load.")
    var precision = 5.0

    @Option(help: "The most runs of one load.")
    var runs = 12

    @Option(help: "The seed of the first run of every load, instead of the scenario's.")
    var seed: UInt64?

    @Option(help: "How much of the media path is real: packet or media.")
    var tier = "packet"

    @Option(help: "In the packet tier, the file of traces to play, from trace record. (default: record them first)")
    var traces: String?

    @Option(
        help: "How calls start: staggered as the scenario says, synchronised all at once, or both, one search each."
    )
    var starts = StartsOption.staggered

    @OptionGroup var workers: WorkerOptions

    @Option(help: "A file for the curve and the answer as JSON.", completion: .file())
    var out: String?

    func validate() throws {
        guard from >= 1, to > from else { throw ValidationError("--from is at least 1, and --to is more") }
        guard (0...100).contains(precision) else { throw ValidationError("--precision is 0 to 100 percent") }
        let fewest = ReplicationRule.runCountMin
        guard (fewest...1_000).contains(runs) else {
            throw ValidationError("--runs is \(fewest) to 1000: fewer than \(fewest) runs cannot decide a load")
        }
    }

    func run() async throws {
        try await reportingErrors {
            let stop = StopSignal()
            let interruption = Interruption(raising: stop, exitCodeOfSecond: ExitStatus.aborted.rawValue)
            defer { withExtendedLifetime(interruption) {} }
            let request = CapacityRequest(
                path: vary,
                metrics: (hold ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) },
                range: from...to,
                precision: precision / 100,
                runCountMax: runs,
                workerCount: try workers.count(),
                tracesFile: traces ?? ProcessInfo.processInfo.environment["REHEARSAL_TRACES"]
            )
            let text = try source.text(seed: seed, tier: tier, stop: stop)
            var outcomes: [CapacityOutcome] = []
            for text in starts.texts(of: text) {
                let search = CapacityRun(text, request: request, stop: stop)
                outcomes.append(
                    try await search.perform { Console.note(CapacityText.progress($0, path: vary)) }
                )
            }
            try report(outcomes)
            guard outcomes.allSatisfy({ $0.held != nil && $0.broken != nil }) else {
                throw ExitStatus.inconclusive.code
            }
        }
    }

    private func report(_ outcomes: [CapacityOutcome]) throws {
        guard let first = outcomes.first, let second = outcomes.dropFirst().first else {
            if let out { try outcomes.first?.write(to: out) }
            return try Console.print(outcomes.map { CapacityText($0).rendered }.joined())
        }
        if let out { try CapacityOutcome.write(staggered: first, synchronised: second, to: out) }
        try Console.print(CapacityText.comparison(staggered: first, synchronised: second))
    }
}

/// How `--starts` spells when calls start.
enum StartsOption: String, ExpressibleByArgument, CaseIterable {
    case staggered
    case synchronised
    case both

    /// The scenario as it is, with all calls starting at once, or both.
    func texts(of scenario: ScenarioText) -> [ScenarioText] {
        var together = scenario
        together.overrides.append(
            Override(path: "consultations.starts.every", text: "0 s", origin: .flag, shown: "--starts")
        )
        switch self {
        case .staggered: return [scenario]
        case .synchronised: return [together]
        case .both: return [scenario, together]
        }
    }
}
