import ArgumentParser
import Foundation
import Results
import Runner
import Scenarios

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Hold the consultations of a scenario, score them, and judge its thresholds.",
        discussion: """
            Results go to stdout, progress to stderr, files to the output folder. One SIGINT, SIGTERM or SIGHUP stops \
            and summarises what is done (exit code 105); a second one ends at once. An option not given on the command \
            line is taken from the environment: REHEARSAL_OUT, REHEARSAL_SEED, REHEARSAL_TIER, REHEARSAL_JOBS, \
            REHEARSAL_SHARD, REHEARSAL_SERIES, REHEARSAL_TRACES.
            """
    )

    @OptionGroup var source: ScenarioOptions

    @Option(
        help: "The folder to write to; it must be new or empty. (default: Results/<scenario>-<time>)",
        completion: .directory
    )
    var out: String?

    @Option(help: "The seed of everything random, instead of the scenario's.")
    var seed: UInt64?

    @Option(
        help: "How much of the media path is real, instead of the scenario's: media or packet.",
        completion: .list(Scenario.Tier.allCases.map(\.rawValue))
    )
    var tier: String?

    @OptionGroup var workers: WorkerOptions

    @Option(help: "Run only part i of n, as in 2/4.")
    var shard: String?

    @Option(
        help: "Which calls leave a line a second in series.ndjson: all, sample or none.",
        completion: .list(SeriesPolicy.allCases.map(\.rawValue))
    )
    var series: String?

    @Option(
        help: "In the packet tier, the file of traces to play, from trace record. (default: record them first)",
        completion: .file()
    )
    var traces: String?

    @OptionGroup(title: "Baseline") var baseline: BaselineOptions
    @OptionGroup(title: "Continuous integration") var reports: ReportOptions

    @Option(name: .customLong("resume"), help: "Go on with the interrupted run in this folder.", completion: .directory)
    var resumeFolder: String?

    @Flag(name: .customLong("no-report"), help: "Leave out report.html, for which the worst calls are replayed.")
    var leavesOutReport = false

    @Flag(name: .shortAndLong, help: "No progress and no warnings; the summary only.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Say more: the effective configuration and where each value comes from.")
    var verbose = false

    @Flag(
        name: .customLong("no-sharing"),
        help: "In the media tier, encode and decode every call's own pictures, also where another call did the same."
    )
    var noSharing = false

    func run() async throws {
        try await reportingErrors {
            let stop = StopSignal()
            let interruption = Interruption(raising: stop, exitCodeOfSecond: ExitStatus.aborted.rawValue)
            defer { withExtendedLifetime(interruption) {} }
            let request = try makeRequest()
            let reports = try reports.reports()
            let loaded = try load(request, stop: stop)
            if !quiet { loaded.warnings.forEach { Console.note($0.description) } }
            if verbose { loaded.effective.forEach { Console.note("\($0.path) = \($0.value) (\($0.origin.rawValue))") } }

            if loaded.scenario.tier == .packet, request.tracesFile == nil, !quiet,
                loaded.scenario.consultations.count > 0
            {
                Console.note("recording traces of the media first; trace record keeps them for --traces")
            }
            let outcome = try await Run(loaded, request: completed(request, for: loaded), stop: stop).perform()
            try reports.write(outcome)
            if let file = outcome.updatedBaseline { Console.note("wrote the baseline \(file)") }
            try self.reports.annotate(outcome, scenario: source.scenario == "-" ? nil : source.scenario)
            try Console.report(outcome)
        }
    }

    /// Pictures are drawn where they are encoded, in the run or for its traces.
    private func load(_ request: RunRequest, stop: StopSignal) throws -> LoadedScenario {
        let loaded = try source.load(seed: seed, tier: tier, stop: stop) { scenario in
            scenario.tier == .media || request.tracesFile == nil || scenario.mediaSample != nil
        }
        guard let traces, loaded.scenario.tier == .media else { return loaded }
        throw CommandError(
            .usage,
            "play the traces of \(traces)",
            "the media tier encodes and plays none",
            "add --tier packet, or leave out --traces"
        )
    }

    private func makeRequest() throws -> RunRequest {
        let environment = ProcessInfo.processInfo.environment
        let shardText = shard ?? environment["REHEARSAL_SHARD"] ?? "1/1"
        guard let shard = Shard(shardText) else {
            throw CommandError(
                .usage,
                "take shard \(shardText)",
                "it is not i/n with i from 1 to n",
                "write --shard 2/4"
            )
        }
        let seriesText = series ?? environment["REHEARSAL_SERIES"]
        let policy = seriesText.flatMap(SeriesPolicy.init(rawValue:))
        if let seriesText, policy == nil {
            throw CommandError(
                .usage,
                "keep the series '\(seriesText)'",
                "there is no such choice",
                "write all, sample or none"
            )
        }
        if resumeFolder != nil, out != nil {
            throw CommandError(.usage, "use --resume with --out", "they name two folders", "leave out --out")
        }
        return RunRequest(
            folder: resumeFolder ?? out ?? environment["REHEARSAL_OUT"] ?? "",
            resumes: resumeFolder != nil,
            workerCount: try workers.count(),
            shard: shard,
            series: policy,
            tracesFile: traces ?? environment["REHEARSAL_TRACES"],
            baseline: try baseline.request(shard: shard),
            isQuiet: quiet,
            sharesPictures: !noSharing,
            writesReport: !leavesOutReport,
            reproduceCommand: "",
            toolVersion: Rehearsal.version
        )
    }

    private func completed(_ request: RunRequest, for loaded: LoadedScenario) -> RunRequest {
        var request = request
        if request.folder.isEmpty {
            request.folder = Self.freeFolder("Results/\(loaded.scenario.name)-\(Self.timeStamp())")
        }
        request.reproduceCommand = reproduceCommand(request, for: loaded)
        return request
    }

    /// The name, or the first with a number behind it that no run of the same second has taken.
    private static func freeFolder(_ name: String) -> String {
        let names = CollectionOfOne(name) + (2...1_000).map { "\(name)-\($0)" }
        return names.first { !FileManager.default.fileExists(atPath: $0) } ?? name
    }

    private func reproduceCommand(_ request: RunRequest, for loaded: LoadedScenario) -> String {
        var words = ["rehearsal", "run", source.scenario, "--seed", String(loaded.scenario.seed)]
        for text in source.overrides { words += ["--set", text] }
        for value in loaded.effective where value.path == "tier" && [.flag, .environment].contains(value.origin) {
            words += ["--tier", value.value]
        }
        if request.shard != .whole { words += ["--shard", request.shard.description] }
        if let series = request.series { words += ["--series", series.rawValue] }
        if let traces = request.tracesFile { words += ["--traces", traces] }
        let command = words.map(ShellWord.quoted).joined(separator: " ")
        return source.scenario == "-" ? command + "  # with the same text on standard input" : command
    }

    private static func timeStamp() -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "yyyyMMdd-HHmmss"
        return formatter.string(from: Date())
    }
}
