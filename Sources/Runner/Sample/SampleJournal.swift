import Foundation
import Results
import Synchronization

/// The calls of a sample with codecs, on the disk as soon as they are finished, so that a kill costs what was under way.
final class SampleJournal: Sendable {
    static let fileName = "media_sample.ndjson"
    static let growing = "media_sample.ndjson.partial"

    private struct State: ~Copyable {
        var file: FileAppender
        var failure: RunError?
    }

    private let folder: RunFolder
    private let state: Mutex<State>
    /// What an interrupted run left: the calls of whole jobs.
    let earlier: [CallRecord]

    /// Starts anew, or goes on behind the jobs that an interrupted run finished.
    init(in folder: RunFolder, resuming jobs: [CodecSample.Job]) throws {
        self.folder = folder
        let reader = JournalReader(in: folder)
        try reader.restoreSample()
        let found = Dictionary(try reader.calls(in: Self.growing).map { ($0.record.call, $0) }) { first, _ in first }
        // The calls of a job are written at once: of one that is not whole the rest is under way no more.
        let whole = jobs.map { $0.calls.compactMap { found[$0] } }.enumerated()
            .filter { $1.count == jobs[$0].calls.count }.flatMap(\.element)
        earlier = whole.map(\.record)
        let end = whole.map(\.range.upperBound).max() ?? 0
        state = Mutex(State(file: try FileAppender(continuing: folder.file(Self.growing), at: end)))
    }

    /// Keeps the calls of a job.
    func append(_ calls: [CallRecord]) throws {
        var lines: [UInt8] = []
        for call in calls { call.appendLines(to: &lines) }
        try state.withLock { state in
            // What stands behind a line that was cut short could not be read again.
            if let failure = state.failure { throw failure }
            do {
                try state.file.append(lines)
            } catch let error as RunError {
                state.failure = error
                throw error
            }
        }
    }

    /// Writes the file in the order of the calls; returns how long it is.
    func publish(_ sample: MediaSample) throws -> RunManifest.FileLength {
        try state.withLock { try $0.file.close() }
        let bytes = sample.ndjson
        try folder.write(bytes, to: Self.fileName)
        return RunManifest.FileLength(name: Self.fileName, byteCount: bytes.count)
    }

    /// Takes the growing file away, once everything is in its own.
    func remove() { _ = unlink(folder.file(Self.growing)) }
}
