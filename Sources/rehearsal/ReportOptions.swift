import ArgumentParser
import Foundation
import Reports
import Results
import Runner

/// What a run tells continuous integration.
struct ReportOptions: ParsableArguments {
    @Option(help: "Write JUnit XML to this file; the run's folder has the same.", completion: .file())
    var junit: String?

    @Option(help: "Write every metric to this file as OpenMetrics text, for a Prometheus.", completion: .file())
    var openmetrics: String?

    @Option(help: "Write the metrics report of GitLab to this file, such as metrics.txt.", completion: .file())
    var gitlab: String?

    @Flag(help: "Annotate the scenario on GitHub, and append to the step's summary ($GITHUB_STEP_SUMMARY).")
    var github = false

    /// The files to write; refuses places where none could be.
    func reports() throws -> RunReports {
        let reports = RunReports(
            junit: junit,
            openMetrics: openmetrics,
            gitLab: gitlab,
            stepSummary: github ? Self.environment("GITHUB_STEP_SUMMARY") : nil
        )
        try reports.checkPlaces()
        return reports
    }

    /// Prints the annotations of a run, if they are asked for.
    ///
    /// - Parameter scenario: the scenario's file; `nil` where there is none.
    func annotate(_ outcome: RunOutcome, scenario: String?) throws {
        guard github else { return }
        if Self.environment("GITHUB_STEP_SUMMARY") == nil {
            Console.note("GITHUB_STEP_SUMMARY is not set: no step summary was written")
        }
        let lines = Annotations.lines(
            summary: outcome.summary,
            comparison: outcome.comparison,
            file: scenario.map(Self.pathInRepository)
        )
        if !lines.isEmpty { try Console.print(lines.joined(separator: "\n")) }
    }

    private static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The path from the root of the repository, as annotations want it.
    private static func pathInRepository(_ path: String) -> String {
        let whole = URL(filePath: path).standardizedFileURL.path
        guard let root = environment("GITHUB_WORKSPACE").map({ URL(filePath: $0).standardizedFileURL.path + "/" }),
            whole.hasPrefix(root)
        else { return path }
        return String(whole.dropFirst(root.count))
    }
}
