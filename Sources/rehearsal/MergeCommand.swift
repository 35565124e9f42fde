import ArgumentParser
import Runner

struct MergeCommand: ParsableCommand {
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

    @OptionGroup(title: "Continuous integration") var reports: ReportOptions

    func run() throws {
        try reportingErrors {
            let reports = try reports.reports()
            let request = MergeRequest(
                shards: folders,
                folder: out,
                mediaFolder: media,
                toolVersion: Rehearsal.version
            )
            let outcome = try Merge(request).perform()
            try reports.write(outcome)
            try self.reports.annotate(outcome, scenario: nil)
            try Console.report(outcome)
        }
    }
}
