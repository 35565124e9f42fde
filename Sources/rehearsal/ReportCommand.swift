import ArgumentParser
import Results
import Runner
import Scenarios

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Make the HTML report of a run anew, or set two runs side by side.",
        discussion: """
            The report is one file that loads nothing. Of the five worst calls it shows the worst seconds as pictures and \
            sound: the run keeps them in moments.ndjson; where it did not, the calls are replayed. docs/report.md says how \
            to read it.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The output folder of a run, and of a second one to set beside it.",
            valueName: "run-folder"
        ),
        completion: .directory
    )
    var folders: [String]

    @Option(
        help: "The file to write. (default: report.html in the first folder, or comparison.html for two)",
        completion: .file(extensions: ["html"])
    )
    var out: String?

    @Option(help: "Show the answer of a capacity search, from the file that capacity --out wrote.", completion: .file())
    var capacity: String?

    @Option(help: "The folder where the scenario's relative paths start now.", completion: .directory)
    var media: String?

    @OptionGroup var workers: WorkerOptions

    @Flag(name: .customLong("no-replay"), help: "Show no moments but those that the run has kept.")
    var leavesOutReplays = false

    @Flag(name: .shortAndLong, help: "No progress.")
    var quiet = false

    func validate() throws {
        guard (1...2).contains(folders.count) else { throw ValidationError("name one run folder, or two") }
    }

    func run() async throws {
        try await reportingErrors {
            let stop = StopSignal()
            let interruption = Interruption(
                raising: stop,
                exitCodeOfSecond: ExitStatus.aborted.rawValue,
                keeping: "the report is made without the rest of its moments"
            )
            defer { withExtendedLifetime(interruption) {} }
            let request = ReportRequest(
                run: folders[0],
                second: folders.count == 2 ? folders[1] : nil,
                file: out ?? (folders.count == 2 ? folders[0] + "/comparison.html" : nil),
                capacityFile: capacity,
                replays: !leavesOutReplays,
                mediaFolder: media,
                workerCount: try workers.count(),
                isQuiet: quiet,
                toolVersion: Rehearsal.version
            )
            let outcome = try await Report(request, stop: stop).perform()
            if let gap = outcome.momentGap { Console.note(gap) }
            try Console.print("report: \(outcome.file.escapingControls) (\((outcome.byteCount + 999) / 1_000) kB)")
        }
    }
}
