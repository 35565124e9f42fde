import CallSimulation
import Results
import Scenarios
import Units

/// One run of a scenario in memory, without files.
struct Replication {
    let loaded: LoadedScenario
    /// What the calls of the packet tier play.
    let traces: TraceBook?

    /// Holds every call.
    ///
    /// What is returned after `stop` was raised is not whole.
    func records(workerCount: Int, progressName: String, isQuiet: Bool, stop: StopSignal) async throws -> RunRecords {
        let scenario = loaded.scenario
        var library = loaded.library
        library.traces = traces
        let planner = CallPlanner(scenario, library: library)
        let content = ShardContent(of: .whole, planner: planner, flowCount: scenario.flows.count)
        let progress = Progress(
            name: progressName,
            callCount: content.calls.count,
            secondsTotal: content.calls.reduce(0) { $0 + scenario.consultations.length(of: $1).seconds },
            isQuiet: isQuiet
        )
        defer { progress.finish() }
        let worker = CallWorker(
            jobs: CallWorker.jobs(content, without: EarlierCalls(), planner: planner),
            planner: planner,
            policy: .none,
            journal: nil,
            progress: progress,
            stop: stop
        )
        return try await worker.workThroughAll(workerCount: workerCount).adding(scenario.clinic)
    }
}
