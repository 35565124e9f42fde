import CallSimulation
import Foundation
import MediaCodecs
public import Results
import Units

/// One call of a finished run, done again bit for bit, with everything that was heard, seen and sent.
public struct Replay: Sendable {
    private let request: ReplayRequest
    private let stop: StopSignal

    public init(_ request: ReplayRequest, stop: StopSignal) {
        self.request = request
        self.stop = stop
    }

    /// Does the call again, and writes the folder; `nil` where it was stopped.
    ///
    /// - Throws: `RunError` where the run cannot be done again, a file refuses, or the call came out otherwise; then
    ///   nothing is left in the folder.
    public func perform() throws -> ReplayOutcome? {
        let run = try FinishedRun(at: request.run, toolVersion: request.toolVersion)
        let expected = try run.record(ofCall: request.call)
        let loaded = try LoadedScenario.load(
            of: run.manifest,
            in: request.run,
            mediaFolder: request.mediaFolder,
            attempt: "set up call \(request.call) of \(request.run) again"
        )
        let isNew = !FileManager.default.fileExists(atPath: request.folder)
        let folder = try RunFolder.create(at: request.folder)
        let files = ReplayFiles(folder: folder, pictures: request.pictures)
        var outcome: ReplayOutcome?
        defer {
            folder.unlock()
            if outcome == nil {
                files.discard()
                if isNew { _ = rmdir(folder.path) }
            }
        }
        outcome = try simulate(loaded, run: run, expected: expected, folder: folder, files: files)
        return outcome
    }

    private func simulate(
        _ loaded: LoadedScenario,
        run: FinishedRun,
        expected: CallRecord,
        folder: RunFolder,
        files: ReplayFiles
    ) throws -> ReplayOutcome? {
        let planner = CallPlanner(loaded.scenario, library: loaded.library)
        let plan = planner.plan(of: request.call)
        let recorded = try RecordedCall(of: plan, planner: planner, pictures: request.pictures)
        let progress = Progress(
            name: "call \(request.call)",
            callCount: 1,
            secondsTotal: RecordedCall.seconds(ofCall: plan.number, length: plan.length, planner),
            isQuiet: request.isQuiet
        )
        defer { progress.finish() }
        var failure: (any Error)?
        let result = try recorded.run {
            progress.advance(bySeconds: 1)
            do { try files.append(recorded.takeRecorded()) } catch { failure = error }
            return failure == nil && !stop.isRaised
        }
        if let failure { throw failure }
        guard let result else { return nil }
        try compare(result.record, expected, run)
        try files.append(recorded.takeRecorded())
        try files.overwrite(recorded.finalHeaders)
        try files.publish()
        let key = ReplayKey(run: run.manifest, record: result.record, plan: plan, ends: recorded.captureKeys)
        try folder.write(key.json, to: "replay.json")
        return ReplayOutcome(
            folder: folder.path,
            record: result.record,
            files: (files.files.map(files.name) + ["replay.json"]).sorted()
        )
    }

    private func compare(_ actual: CallRecord, _ expected: CallRecord, _ run: FinishedRun) throws {
        guard Self.lines(actual) != Self.lines(expected) else { return }
        // libopus names itself in its version, libvpx does not.
        let codecs = run.manifest.codecs.map { $0.version.hasPrefix($0.name) ? $0.version : "\($0.name) \($0.version)" }
            .joined(separator: ", ")
        let difference =
            actual.digest == expected.digest
            ? "its digest \(actual.digestHexadecimal) is the same and its scores are not"
            : "its digest is \(actual.digestHexadecimal), and calls.ndjson has \(expected.digestHexadecimal)"
        throw RunError(
            .runtime,
            attempted: "replay call \(request.call) of \(request.run) bit for bit",
            happened: "\(difference); the run used \(codecs); "
                + "this is \(CodecVersions.opus), libvpx \(CodecVersions.vpx)",
            advice: "replay with the same codec libraries and build of rehearsal, and calls.ndjson as the run left it"
        )
    }

    private static func lines(_ record: CallRecord) -> [UInt8] {
        var bytes: [UInt8] = []
        record.appendLines(to: &bytes)
        return bytes
    }
}

/// What a replay came to.
public struct ReplayOutcome: Sendable {
    public let folder: String
    public let record: CallRecord
    /// The names of the files in the folder.
    public let files: [String]
}
