import ArgumentParser
import CallSimulation
import Foundation
import Results
import Runner

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Do one call of a finished run again, bit for bit, and keep all that was heard, seen and sent.",
        discussion: """
            The run's manifest is enough; recordings that the scenario names must still be there, unchanged. Written \
            are, for each end, what it heard (WAV), what it received (IVF) or saw (Y4M) and what passed its \
            interface (pcap, without SRTP), and events.ndjson, which explains each freeze and each concealment. \
            docs/results-format.md describes them. Wireshark: decode UDP port 50000 as RTP.
            """
    )

    @Argument(
        help: ArgumentHelp("The output folder of a finished run.", valueName: "run-folder"),
        completion: .directory
    )
    var runFolder: String

    @Option(help: "The number of the call, from 1.")
    var call: Int

    @Option(
        help: "The folder to write to; it must be new or empty. (default: call-<N> in the run's folder)",
        completion: .directory
    )
    var out: String?

    @Option(help: "How to keep pictures: ivf as received, y4m as shown, or none.")
    var video = VideoOption.ivf

    @Option(help: "The folder where the scenario's relative paths start now.", completion: .directory)
    var media: String?

    @Flag(name: .shortAndLong, help: "No progress.")
    var quiet = false

    func run() throws {
        try reportingErrors {
            let stop = StopSignal()
            let interruption = Interruption(
                raising: stop,
                exitCodeOfSecond: ExitStatus.aborted.rawValue,
                keeping: "a replay leaves nothing half done"
            )
            defer { withExtendedLifetime(interruption) {} }
            let request = ReplayRequest(
                run: runFolder,
                call: call,
                folder: out ?? "\(runFolder)/call-\(call)",
                pictures: video.pictures,
                mediaFolder: media,
                isQuiet: quiet,
                toolVersion: Rehearsal.version
            )
            guard let outcome = try Replay(request, stop: stop).perform() else { throw ExitStatus.aborted.code }
            try Console.print(
                "call \(call) replayed, digest \(outcome.record.digestHexadecimal) as in the run\n"
                    + outcome.files.map { "  \(outcome.folder)/\($0)" }.joined(separator: "\n")
            )
        }
    }
}

/// How `--video` spells the ways to keep pictures.
enum VideoOption: String, ExpressibleByArgument, CaseIterable {
    case ivf
    case y4m
    case none

    var pictures: RecordedPictures {
        switch self {
        case .ivf: .ivf
        case .y4m: .y4m
        case .none: .none
        }
    }
}
