import CallSimulation
import Scenarios

/// Records the traces that a scenario of the packet tier needs, on all workers.
struct TraceRecording: Sendable {
    private let loaded: LoadedScenario
    private let workerCount: Int
    private let isQuiet: Bool
    private let stop: StopSignal

    init(_ loaded: LoadedScenario, workerCount: Int, isQuiet: Bool, stop: StopSignal) {
        (self.loaded, self.workerCount, self.isQuiet, self.stop) = (loaded, workerCount, isQuiet, stop)
    }

    /// The scenario's library with traces in place of what they were made of.
    ///
    /// - Throws: `CodecError` where a codec refuses the settings, `RunError` where the run is stopped.
    func library() async throws -> MediaLibrary {
        var library = loaded.library
        library.traces = try await book()
        return library
    }

    private func book() async throws -> TraceBook {
        let recorder = TraceRecorder(loaded.scenario, library: loaded.library)
        let queue = PlanQueue(count: recorder.jobs.count, stop: stop)
        let pieces = try await withThrowingTaskGroup(of: [TraceRecorder.Piece].self) { group in
            for _ in 0..<min(workerCount, recorder.jobs.count) {
                group.addTask {
                    var pieces: [TraceRecorder.Piece] = []
                    while let index = queue.take() { pieces.append(try recorder.perform(recorder.jobs[index])) }
                    return pieces
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        guard pieces.count == recorder.jobs.count else {
            throw RunError(
                .aborted,
                attempted: "record the traces of \(loaded.scenario.name)",
                happened: "the run was stopped",
                advice: "run it again"
            )
        }
        return recorder.book(of: pieces)
    }
}
