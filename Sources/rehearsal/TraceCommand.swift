import ArgumentParser
import Foundation
import Results
import Runner
import Scenarios

struct TraceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Record what the encoders make of a scenario's media, for runs of the packet tier.",
        subcommands: [TraceRecordCommand.self]
    )
}

struct TraceRecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Encode a scenario's voices and cameras at every size and rate, and keep what came of it.",
        discussion: """
            A run of the packet tier plays such traces instead of encoding: run --tier packet --traces FILE. Without a \
            file a run records them itself, which takes as long. A file holds sizes, kinds, quantisers and scores of \
            frames, no sound and no picture, and fits one choice of media and one version of the codecs.
            """
    )

    @OptionGroup var source: ScenarioOptions

    @Option(help: "The file to write.", completion: .file())
    var out: String

    @OptionGroup var workers: WorkerOptions

    func run() async throws {
        try await reportingErrors {
            let stop = StopSignal()
            let interruption = Interruption(raising: stop, exitCodeOfSecond: ExitStatus.aborted.rawValue)
            defer { withExtendedLifetime(interruption) {} }
            let loaded = try source.load(seed: nil, tier: "packet", stop: stop)
            let recording = TraceRecording(
                loaded,
                workerCount: try workers.count(),
                stop: stop
            )
            guard recording.jobCount > 0 else {
                throw CommandError(
                    .usage,
                    "record traces of \(loaded.scenario.name)",
                    "it has no consultations, and flows play none",
                    "name a scenario with consultations"
                )
            }
            try await recording.record(to: out)
            try Console.print("\(out): \(recording.jobCount) traces of \(loaded.scenario.name)\n")
        }
    }
}
