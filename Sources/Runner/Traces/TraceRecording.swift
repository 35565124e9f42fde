public import CallSimulation
import Results
import Scenarios

/// The traces that a scenario of the packet tier plays: recorded on all workers, or read from a file.
public struct TraceRecording: Sendable {
    private let loaded: LoadedScenario
    private let workerCount: Int
    private let stop: StopSignal
    private let recorder: TraceRecorder

    public init(_ loaded: LoadedScenario, workerCount: Int, stop: StopSignal) {
        (self.loaded, self.workerCount, self.stop) = (loaded, workerCount, stop)
        recorder = TraceRecorder(loaded.scenario, library: loaded.library)
    }

    /// How many sounds, and pictures at a size and rate, there are to record.
    public var jobCount: Int { recorder.jobs.count }

    /// Records all that the scenario needs.
    ///
    /// - Throws: `CodecError` where a codec refuses the settings, `RunError` where the recording is stopped.
    public func record() async throws -> TraceBook {
        let recorder = recorder
        let pieces = try await PlanQueue.share(recorder.jobs.count, among: workerCount, stop: stop) { queue in
            var pieces: [TraceRecorder.Piece] = []
            while let index = queue.take() { pieces.append(try recorder.perform(recorder.jobs[index])) }
            return pieces
        }.flatMap { $0 }
        guard pieces.count == recorder.jobs.count else {
            throw RunError(
                .aborted,
                attempted: "record the traces of \(loaded.scenario.name)",
                happened: "a signal stopped it",
                advice: "run it again"
            )
        }
        return recorder.book(of: pieces)
    }

    /// Records, and writes the traces to a file, aside until they are whole.
    public func record(to path: String) async throws {
        try WholeFile.write(bytes(of: try await record()), to: path)
    }

    /// A file of traces of the scenario.
    func bytes(of book: TraceBook) -> [UInt8] {
        TraceFile.bytes(of: book, TraceConditions(of: loaded.scenario), identities: identities)
    }

    /// Reads the traces of a file, which must be of this scenario's media and of these codecs.
    ///
    /// - Throws: `RunError` for a file that cannot be read, is none, or lacks what the scenario needs.
    public func read(_ path: String) throws -> TraceBook {
        let record = "rehearsal trace record records them anew"
        let read: ReadTraces
        do {
            let file = try InputFile.open(path, allowsPipes: false)
            read = try ReadTraces(parsing: InputFile.readBeginning(file))
        } catch let refusal as InputFile.Refusal {
            throw fault(path, refusal.reason, refusal.advice)
        } catch let error as FormatError {
            throw fault("\(path):\(error)", "it is no whole trace file of this version", record)
        }
        let wanted = TraceConditions(of: loaded.scenario)
        for value in wanted.values where !read.conditions.values.contains(value) {
            let had = read.conditions.values.first { $0.name == value.name }?.value ?? "none"
            throw fault(path, "it was recorded with \(value.name) \(had), and this run has \(value.value)", record)
        }
        for (media, sha256) in identities where read.identities[media].map({ $0 != sha256 }) ?? false {
            throw fault(path, "\(media) has changed since it was recorded", record)
        }
        if let missing = recorder.missing(in: read.book).first {
            throw fault(path, "it has no trace of \(missing)", record)
        }
        return read.book
    }

    /// The SHA-256 of the recordings that the scenario names.
    private var identities: [String: String] {
        Dictionary(loaded.media.map { ($0.path, $0.sha256) }) { first, _ in first }
    }

    private func fault(_ path: String, _ happened: String, _ advice: String?) -> RunError {
        RunError(
            .scenario,
            attempted: "play the traces of \(path)",
            happened: happened,
            advice: advice ?? "name a file that rehearsal trace record wrote"
        )
    }
}
