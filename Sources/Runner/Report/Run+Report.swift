import CallSimulation
import Reports
import Results

extension ReportedRun {
    /// Writes the report of a run that has just ended, with the moments of its worst calls beside it.
    ///
    /// - Throws: `RunError` where a file refuses; what the run left is whole before.
    func writeReport(
        _ loaded: LoadedScenario,
        planner: CallPlanner,
        _ request: RunRequest,
        stop: StopSignal
    ) async throws {
        var contents = ReportContents(self)
        var evidence = WorstCallEvidence()
        let calls = contents.detailedCalls
        try evidence.read(calls, from: self)
        if stop.isRaised {
            evidence.note("a signal stopped the run")
        } else if request.tracesFile != nil {
            // The pictures were not drawn, since nothing was to be encoded.
            evidence.note("the run played a file of traces; rehearsal report FOLDER holds the worst calls again")
        } else if !calls.isEmpty {
            if manifest.tier == "packet" { try evidence.addTimelines(of: calls, planner) }
            let replay = MomentReplay(
                planner: CallPlanner(scenario, library: loaded.library),
                isExact: manifest.tier == "media",
                secondsMax: MomentReplay.secondsOfRun,
                stop: stop
            )
            try await evidence.replay(calls, replay, workerCount: request.workerCount, isQuiet: request.isQuiet)
        }
        contents.add(evidence)
        if !evidence.moments.isEmpty { try WholeFile.write(evidence.momentBytes, to: file(Self.momentsFile)) }
        try WholeFile.write(ReportPage.html(contents), to: file(Self.reportFile))
    }
}
