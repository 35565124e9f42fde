import ArgumentParser
import Results
import Runner

struct MergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Make one run of its shards, byte for byte as though it had not been divided.",
        discussion: """
            Name the output folder of every shard, in any order. calls.ndjson, series.ndjson, summary.json and the other \
            files of results come out as one run of the whole scenario would have left them; manifest.json and the \
            console add up the machines. A shard that is missing, there twice, unfinished, cut short, or of another \
            version, scenario or seed is refused by name. The exit code is that of the whole run's verdict.
            """
    )

    @Argument(help: "The output folders of all shards.", completion: .directory)
    var folders: [String]

    @Option(help: "The folder to write the whole run to; it must be new or empty.", completion: .directory)
    var out: String

    @Option(
        help: "The folder where relative paths of traces start now, if they were moved since.",
        completion: .directory
    )
    var media: String?

    @Flag(name: .customLong("no-report"), help: "Leave out report.html, for which the worst calls are replayed.")
    var leavesOutReport = false

    @OptionGroup(title: "Continuous integration") var reports: ReportOptions

    func run() async throws {
        try await reportingErrors {
            let reports = try reports.reports()
            let request = MergeRequest(
                shards: folders,
                folder: out,
                mediaFolder: media,
                toolVersion: Rehearsal.version
            )
            var outcome = try Merge(request).perform()
            try reports.write(outcome)
            try self.reports.annotate(outcome, scenario: nil)
            if !leavesOutReport { outcome.reportFailure = await reportFailure() }
            try Console.report(outcome)
        }
    }

    /// Why there is no report; a signal leaves out what is not replayed yet.
    private func reportFailure() async -> String? {
        let stop = StopSignal()
        let interruption = Interruption(
            raising: stop,
            exitCodeOfSecond: ExitStatus.aborted.rawValue,
            keeping: "the report is made without the rest of its moments"
        )
        defer { withExtendedLifetime(interruption) {} }
        let request = ReportRequest(
            run: out,
            mediaFolder: media,
            workerCount: 1,
            isQuiet: false,
            toolVersion: Rehearsal.version
        )
        do {
            _ = try await Report(request, stop: stop).perform()
            return nil
        } catch {
            return "\(error)"
        }
    }
}
