import CallSimulation
import Foundation
import Reports
import Results
import Scenarios

/// Makes the HTML report of a run from its folder, or of two side by side.
public struct Report: Sendable {
    private let request: ReportRequest
    private let stop: StopSignal

    public init(_ request: ReportRequest, stop: StopSignal) {
        self.request = request
        self.stop = stop
    }

    /// Writes the report, aside until it is whole.
    ///
    /// - Throws: `RunError` for a folder that holds no whole run of this format, or a file that refuses; nothing is
    ///   changed in the folder then.
    public func perform() async throws -> ReportOutcome {
        let run = try ReportedRun(at: request.run, mediaFolder: request.mediaFolder)
        let file = request.file ?? run.file(ReportedRun.reportFile)
        if let second = request.second {
            let other = try ReportedRun(at: second, mediaFolder: request.mediaFolder)
            let page = ReportPage.html(ReportContents(run), besides: ReportContents(other))
            try WholeFile.write(page, to: file)
            return ReportOutcome(file: file, byteCount: page.count, momentGap: nil)
        }
        var contents = ReportContents(run)
        contents.capacity = try capacity()
        var evidence = WorstCallEvidence()
        let calls = contents.detailedCalls
        try evidence.read(calls, from: run)
        let known = evidence.moments.count
        if known < calls.count { try await replay(calls, of: run, into: &evidence) }
        contents.add(evidence)
        let page = ReportPage.html(contents)
        try WholeFile.write(page, to: file)
        if evidence.moments.count > known, request.file == nil {
            try WholeFile.write(evidence.momentBytes, to: run.file(ReportedRun.momentsFile))
        }
        return ReportOutcome(file: file, byteCount: page.count, momentGap: contents.momentGap)
    }

    private func replay(_ calls: [CallRecord], of run: ReportedRun, into evidence: inout WorstCallEvidence) async throws
    {
        guard request.replays else { return evidence.note("replays were not asked for") }
        guard run.manifest.toolVersion == request.toolVersion else {
            return evidence.note(
                "rehearsal \(run.manifest.toolVersion) made the run, and this is \(request.toolVersion)"
            )
        }
        let loaded: LoadedScenario
        do {
            loaded = try LoadedScenario.load(
                of: run.manifest,
                in: run.path,
                mediaFolder: request.mediaFolder,
                attempt: "replay the worst calls of \(run.path)"
            )
        } catch {
            return evidence.note("the run's media cannot be read again: \(error)")
        }
        let replay = MomentReplay(
            planner: CallPlanner(loaded.scenario, library: loaded.library),
            isExact: run.manifest.tier == "media",
            secondsMax: MomentReplay.secondsOfReport,
            stop: stop
        )
        try await evidence.replay(calls, replay, workerCount: request.workerCount, isQuiet: request.isQuiet)
    }

    private func capacity() throws -> CapacityCurve? {
        guard let path = request.capacityFile else { return nil }
        do {
            let file = try InputFile.open(path, allowsPipes: false)
            return try CapacityCurve(parsing: InputFile.readBeginning(file, upTo: 1 << 24))
        } catch let refusal as InputFile.Refusal {
            throw fault(path, refusal.reason, refusal.advice)
        } catch {
            throw fault(path, "\(error)", "name a file that rehearsal capacity --out wrote")
        }
    }

    private func fault(_ path: String, _ happened: String, _ advice: String) -> RunError {
        RunError(.inputOutput, attempted: "read the capacity in \(path)", happened: happened, advice: advice)
    }
}

extension ReportContents {
    init(_ run: ReportedRun) {
        self.init(
            summary: run.summary,
            manifest: run.manifest,
            records: run.records,
            question: run.scenario.question
        )
    }

    mutating func add(_ evidence: WorstCallEvidence) {
        timelines = evidence.timelines
        moments = evidence.moments
        let gaps = evidence.gaps.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        momentGap = gaps.isEmpty ? nil : "Moments are missing: " + gaps.joined(separator: "; ") + "."
    }
}
