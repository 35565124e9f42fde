import Foundation
import Reports
import Results

/// Where a run reports to besides its own folder: files for continuous integration.
public struct RunReports: Sendable {
    public var junit: String?
    public var openMetrics: String?
    public var gitLab: String?
    /// The file that GitHub shows as the step's summary; it may hold the summaries of earlier commands of the step.
    public var stepSummary: String?

    public init(junit: String? = nil, openMetrics: String? = nil, gitLab: String? = nil, stepSummary: String? = nil) {
        self.junit = junit
        self.openMetrics = openMetrics
        self.gitLab = gitLab
        self.stepSummary = stepSummary
    }

    private var files: [(kind: String, path: String)] {
        [("--junit", junit), ("--openmetrics", openMetrics), ("--gitlab", gitLab)].compactMap { kind, path in
            path.map { (kind, $0) }
        }
    }

    /// Refuses files that could not be written, before anything is run for them.
    ///
    /// - Throws: `RunError`.
    public func checkPlaces() throws {
        for (kind, path) in files {
            let folder = URL(filePath: path).deletingLastPathComponent().relativePath
            var information = stat()
            guard stat(folder.isEmpty ? "." : folder, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else {
                throw refusal(kind, path, "there is no folder \(folder)", "make it first: mkdir -p \(folder)")
            }
            if stat(path, &information) == 0, information.st_mode & S_IFMT != S_IFREG {
                throw refusal(kind, path, "something else than a file stands there", "name a file")
            }
        }
        let paths = files.map { URL(filePath: $0.path).standardizedFileURL.path }
        guard Set(paths).count == paths.count else {
            throw refusal(
                files.map(\.kind).joined(separator: " and "),
                files[0].path,
                "two reports have one name",
                "give each a file of its own"
            )
        }
    }

    private func refusal(_ kind: String, _ path: String, _ happened: String, _ advice: String) -> RunError {
        RunError(.usage, attempted: "write \(kind) \(path)", happened: happened, advice: advice)
    }

    /// Writes every report, each whole or not at all; the run's own folder has its results already.
    ///
    /// - Throws: `RunError` for the first that cannot be written.
    public func write(_ outcome: RunOutcome) throws {
        let (summary, manifest) = (outcome.summary, outcome.manifest)
        if let junit {
            try write(JUnitReport.xml(summary: summary, manifest: manifest, comparison: outcome.comparison), to: junit)
        }
        if let openMetrics { try write(OpenMetricsReport.text(summary: summary, manifest: manifest), to: openMetrics) }
        if let gitLab { try write(MetricsReport.text(summary: summary, manifest: manifest), to: gitLab) }
        if let stepSummary { try append(outcome, to: stepSummary) }
    }

    private func write(_ text: String, to path: String) throws { try WholeFile.write(Array(text.utf8), to: path) }

    /// Appends to the step's summary what there is still room for.
    private func append(_ outcome: RunOutcome, to path: String) throws {
        var information = stat()
        let size = stat(path, &information) == 0 ? Int(information.st_size) : 0
        let text = StepSummary.markdown(
            summary: outcome.summary,
            manifest: outcome.manifest,
            comparison: outcome.comparison,
            byteCountMax: max(StepSummary.byteCountMax - size, 0)
        )
        let file = try FileAppender(continuing: path, at: size)
        try file.append(Array((text + "\n").utf8))
        try file.close()
    }
}
