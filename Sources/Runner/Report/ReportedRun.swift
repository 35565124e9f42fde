import Foundation
import Results
import Scenarios

/// A run as its folder tells: what it was, what it recorded, and what that comes to.
struct ReportedRun {
    static let momentsFile = "moments.ndjson"
    static let reportFile = "report.html"

    let path: String
    let manifest: RunManifest
    let scenario: Scenario
    let records: RunRecords
    let summary: RunSummary

    init(path: String, manifest: RunManifest, scenario: Scenario, records: RunRecords, summary: RunSummary) {
        (self.path, self.manifest, self.scenario) = (path, manifest, scenario)
        (self.records, self.summary) = (records, summary)
    }

    func file(_ name: String) -> String { path + "/" + name }

    /// Reads a folder, and refuses one that holds no run of this format or not what the run left.
    ///
    /// - Throws: `RunError`; `ScenarioErrors` where a trace that the scenario names is gone.
    init(at path: String, mediaFolder: String?) throws {
        let files = ReportedFiles(path: path)
        let manifest = try RunManifest(
            of: path,
            attempt: "report on \(path)",
            missing: "name the output folder of a run",
            broken: "report with the version of rehearsal that made the run, from a folder left as it was"
        )
        try files.check(manifest)
        let scenario = try ReportedFiles.scenario(of: manifest, in: path, mediaFolder: mediaFolder)
        let records = try files.records(of: scenario)
        let summary = RunSummary(
            of: records,
            identity: RunIdentity(
                scenario: manifest.scenario.name,
                seed: manifest.seed,
                tier: manifest.tier,
                isComplete: manifest.isComplete
            ),
            thresholds: scenario.thresholds,
            equity: scenario.equity,
            findings: try files.wasAborted(manifest) ? [.aborted] : []
        )
        guard summary.digest == manifest.digest else {
            throw files.damage("its calls are not those of the run: their digest is not \(manifest.digestHexadecimal)")
        }
        self.init(path: path, manifest: manifest, scenario: scenario, records: records, summary: summary)
    }
}

/// The files of a run's folder.
private struct ReportedFiles {
    let path: String

    private func file(_ name: String) -> String { path + "/" + name }

    func damage(_ happened: String) -> RunError {
        RunError(
            .inputOutput,
            attempted: "report on \(path)",
            happened: happened,
            advice: "report from a folder left as the run made it, or run it again"
        )
    }

    /// Refuses files that are missing or not as long as a finished run left them.
    func check(_ manifest: RunManifest) throws(RunError) {
        var information = stat()
        guard manifest.isComplete || stat(file("calls.ndjson"), &information) == 0 else {
            throw RunError(
                .usage,
                attempted: "report on \(path)",
                happened: "the run is not finished",
                advice: "finish it: \(manifest.reproduce) --resume \(path)"
            )
        }
        for known in manifest.files {
            guard !known.name.contains("/") else { throw damage("its manifest names a file elsewhere: \(known.name)") }
            guard stat(file(known.name), &information) == 0 else {
                let reason = String(cString: strerror(errno))
                throw damage("its \(known.name) cannot be read: \(reason)")
            }
            guard Int(information.st_size) == known.byteCount else {
                throw damage("its \(known.name) has \(information.st_size) bytes, and the run left \(known.byteCount)")
            }
        }
    }

    static func scenario(of manifest: RunManifest, in path: String, mediaFolder: String?) throws -> Scenario {
        var shelf = RecordingShelf(of: manifest.media, movedTo: mediaFolder)
        return try ScenarioReader.read(
            bytes: Array(manifest.scenario.text.utf8),
            file: "the scenario in \(path)/manifest.json",
            overrides: manifest.overrides.map {
                Override(path: $0.path, text: $0.value, origin: ValueOrigin($0.origin))
            },
            readTrace: { (trace) throws(RecordingFault) in try shelf.read(trace) }
        ).scenario
    }

    func records(of scenario: Scenario) throws -> RunRecords {
        do {
            let calls = try RunRecords(parsing: try bytes("calls.ndjson")).calls
            return try RunRecords(
                calls,
                flows: scenario.flows.isEmpty
                    ? [] : lines("flows.ndjson").map { try FlowRecord(parsing: $0, line: $1) },
                links: scenario.links.isEmpty
                    ? [] : lines("links.ndjson").map { try LinkRecord(parsing: $0, line: $1) },
                relays: scenario.relays.isEmpty
                    ? [] : lines("relays.ndjson").map { try RelayRecord(parsing: $0, line: $1) }
            ).adding(scenario.clinic)
        } catch let error as RunError {
            throw error
        } catch {
            throw damage("what it recorded cannot be read: \(error)")
        }
    }

    /// Whether a signal stopped a run that is not whole.
    func wasAborted(_ manifest: RunManifest) throws -> Bool {
        guard !manifest.isComplete else { return false }
        do {
            let summary = try JSONFields(JSONValue(parsing: try bytes("summary.json")), line: 1)
            var fields = summary
            return try fields.integer("exit_code") == Int(ExitStatus.aborted.rawValue)
        } catch let error as RunError {
            throw error
        } catch {
            throw damage("its summary.json cannot be read: \(error)")
        }
    }

    private func bytes(_ name: String) throws -> [UInt8] {
        do {
            return try InputFile.readBeginning(try InputFile.openOwn(file(name)))
        } catch let refusal as InputFile.Refusal {
            throw damage("its \(name) cannot be read: \(refusal.reason)")
        }
    }

    private func lines(_ name: String) throws -> [(line: [UInt8], number: Int)] {
        let reader = try LineReader(path: file(name))
        var lines: [(line: [UInt8], number: Int)] = []
        while let line = try reader.next() { lines.append((line, reader.lineCount)) }
        guard !reader.isCutShort else { throw damage("its \(name) is cut short within a line") }
        return lines
    }
}
