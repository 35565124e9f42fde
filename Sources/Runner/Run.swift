import CallSimulation
import Foundation
import MediaCodecs
public import Results
import Scenarios
import Units

/// One run: every call of a scenario, or of one shard of it, to files and a summary.
public struct Run: Sendable {
    private let loaded: LoadedScenario
    private let request: RunRequest
    private let stop: StopSignal

    public init(_ loaded: LoadedScenario, request: RunRequest, stop: StopSignal) {
        self.loaded = loaded
        self.request = request
        self.stop = stop
    }

    private var scenario: Scenario { loaded.scenario }

    /// Runs, writes the folder, and returns what to print and how to end.
    ///
    /// - Throws: `RunError` when a file or the disk refuses; calls that were written before are kept.
    public func perform() async throws -> RunOutcome {
        let traces = try await traces()
        var library = loaded.library
        library.traces = traces?.book
        let planner = CallPlanner(scenario, library: library)
        try request.shard.check(partitionCount: planner.partitionCount)
        let folder =
            try request.resumes ? RunFolder.resume(at: request.folder) : RunFolder.create(at: request.folder)
        defer { folder.unlock() }
        let stopwatch = Stopwatch()
        let content = ShardContent(of: request.shard, planner: planner, flowCount: scenario.flows.count)
        let planned = manifest(nil, traces: traces?.sha256, stopwatch: stopwatch, isComplete: false)
        let earlier = try request.resumes ? EarlierCalls(in: folder, planned: planned) : EarlierCalls()
        try folder.write(planned.json, to: "manifest.json")

        let journal = try RunJournal(in: folder, behind: earlier)
        let held = try await simulate(content, planner, earlier: earlier, journal: journal).adding(scenario.clinic)
        var files = try journal.publish() + writeNetworkRecords(held, in: folder)
        try folder.writeAppointments(of: held)
        let sample = try await simulateSample(content, planner, in: folder)
        if let sample { files.append(sample.file) }
        let records = held.adding(sample?.calls)

        let isComplete =
            records.calls.count == content.calls.count
            && records.flows.count { $0.isForward } == content.flows.count && sample?.isComplete ?? true
        let judged = try await judged(isComplete ? records : nil, traces: traces?.book, key: planned)
        let summary = RunSummary(
            of: records,
            identity: RunIdentity(
                scenario: scenario.name,
                seed: scenario.seed,
                tier: scenario.tier.rawValue,
                isComplete: isComplete
            ),
            thresholds: scenario.thresholds,
            equity: scenario.equity,
            findings: judged.findings + (stop.isRaised && !isComplete ? [.aborted] : [])
        )
        let simulated =
            planner.callCount > 0
            ? records.calls.filter { earlier.calls[$0.call] == nil }.reduce(sample?.seconds ?? 0) {
                $0 + $1.length.seconds
            }
            : flowSeconds(content, planner)
        var manifest = manifest(
            (simulated, summary.digest),
            traces: traces?.sha256,
            stopwatch: stopwatch,
            isComplete: isComplete
        )
        if isComplete { manifest.files = files }
        try folder.write(summary, manifest, judged.comparison)
        if isComplete {
            journal.remove()
            sample?.journal.remove()
        }
        var outcome = RunOutcome(
            folder: folder.path,
            summary: summary,
            manifest: manifest,
            comparison: judged.comparison,
            updatedBaseline: judged.hasUpdated ? request.baseline?.path : nil
        )
        // Parts of a run are reported on when they are merged.
        guard request.writesReport, request.shard == .whole else { return outcome }
        let run = ReportedRun(
            path: folder.path,
            manifest: manifest,
            scenario: scenario,
            records: records,
            summary: summary
        )
        do {
            try await run.writeReport(loaded, planner: planner, request, stop: stop)
        } catch {
            outcome.reportFailure = "\(error)"
        }
        return outcome
    }

    /// What a baseline says of the run, and what weighs in its verdict.
    private struct BaselineJudgement {
        var comparison: PairedComparison?
        var findings: [RunVerdict] = []
        var hasUpdated = false
    }

    /// Holds a whole run against its baseline, and makes that anew where it is asked for.
    ///
    /// Whoever updates a baseline takes what there is now for right, so that the comparison is shown and does not weigh.
    private func judged(_ records: RunRecords?, traces: TraceBook?, key manifest: RunManifest) async throws
        -> BaselineJudgement
    {
        guard let asked = request.baseline, let records else { return BaselineJudgement() }
        let key = BaselineKey(of: manifest, architecture: BaselineKey.ownArchitecture)
        var panel = Panel(
            loaded,
            traces: traces,
            request: asked,
            own: records,
            workerCount: request.workerCount,
            isQuiet: request.isQuiet,
            stop: stop
        )
        var judgement = BaselineJudgement(comparison: try await panel.comparison(key: key))
        if asked.updates, !stop.isRaised {
            judgement.hasUpdated = try await panel.update(key: key, toolVersion: request.toolVersion)
        }
        if stop.isRaised, judgement.comparison == nil || asked.updates && !judgement.hasUpdated {
            judgement.findings = [.aborted]
        } else if !asked.updates {
            judgement.findings = [judgement.comparison?.finding ?? .inconclusive]
        }
        return judgement
    }

    /// What the calls of the packet tier play, and how to tell it from other traces.
    private func traces() async throws -> (book: TraceBook, sha256: String)? {
        guard scenario.tier == .packet, scenario.consultations.count > 0 else { return nil }
        let recording = TraceRecording(loaded, workerCount: request.workerCount, stop: stop)
        let book = if let file = request.tracesFile { try recording.read(file) } else { try await recording.record() }
        return (book, SHA256.hexadecimal(recording.bytes(of: book)))
    }

    /// The simulated time of flows that run without calls, each partition's from the start to its last stop.
    private func flowSeconds(_ content: ShardContent, _ planner: CallPlanner) -> Double {
        var stops: [Int: Double] = [:]
        for number in content.flows {
            let partition = planner.partition(ofFlow: number)
            stops[partition] = max(stops[partition] ?? 0, scenario.flows[number - 1].stop.seconds)
        }
        return stops.values.sorted().reduce(0, +)
    }

    /// Flows, shared links and servers have files of their own, where there are any; returns how long they are.
    private func writeNetworkRecords(_ records: RunRecords, in folder: RunFolder) throws -> [RunManifest.FileLength] {
        var (flows, links, relays): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
        for flow in records.flows { flow.appendLine(to: &flows) }
        for link in records.links { link.appendLine(to: &links) }
        for relay in records.relays { relay.appendLine(to: &relays) }
        var files: [(name: String, bytes: [UInt8])] = []
        if !scenario.flows.isEmpty { files.append(("flows.ndjson", flows)) }
        if !scenario.links.isEmpty { files.append(("links.ndjson", links)) }
        if !scenario.relays.isEmpty { files.append(("relays.ndjson", relays)) }
        for file in files { try folder.write(file.bytes, to: file.name) }
        return files.map { RunManifest.FileLength(name: $0.name, byteCount: $0.bytes.count) }
    }

    private var series: SeriesPolicy {
        request.series ?? .standard(tier: scenario.tier.rawValue, callCount: scenario.consultations.count)
    }

    private func simulate(
        _ content: ShardContent,
        _ planner: CallPlanner,
        earlier: EarlierCalls,
        journal: RunJournal
    ) async throws -> RunRecords {
        let progress = Progress(
            name: scenario.name,
            callCount: content.calls.count,
            secondsTotal: planner.callCount > 0
                ? content.calls.reduce(0) { $0 + scenario.consultations.length(of: $1).seconds }
                : flowSeconds(content, planner),
            isQuiet: request.isQuiet
        )
        for call in earlier.calls.values { progress.skip(seconds: call.length.seconds) }
        let jobs = CallWorker.jobs(content, without: earlier, planner: planner)
        let worker = CallWorker(
            jobs: jobs,
            planner: planner,
            policy: series,
            journal: journal,
            progress: progress,
            stop: stop,
            sharesPictures: request.sharesPictures
        )
        defer { progress.finish() }
        return try await worker.workThroughAll(workerCount: request.workerCount, behind: CallWorker.Finished(earlier))
    }

    /// The calls of the sample, of a scenario that has one, again with codecs.
    private func simulateSample(
        _ content: ShardContent,
        _ planner: CallPlanner,
        in folder: RunFolder
    ) async throws -> SampleOutcome? {
        guard let count = scenario.mediaSample else { return nil }
        let sample = CodecSample(count: count, of: planner, library: loaded.library)
        let jobs = sample.jobs(content)
        let journal = try SampleJournal(in: folder, resuming: jobs)
        let known = Set(journal.earlier.map(\.call))
        let due = jobs.filter { !known.isSuperset(of: $0.calls) }
        let seconds = due.reduce(0) { $0 + sample.seconds(of: $1, scenario.consultations) }
        let progress = Progress(
            name: "\(scenario.name) with codecs",
            callCount: due.reduce(0) { $0 + $1.calls.count },
            secondsTotal: seconds,
            isQuiet: request.isQuiet
        )
        let worker = SampleWorker(sample: sample, jobs: due, journal: journal, progress: progress, stop: stop)
        defer { progress.finish() }
        let calls = try await worker.workThroughAll(workerCount: request.workerCount)
        return SampleOutcome(
            calls: calls,
            isComplete: calls.calls.count == jobs.reduce(0) { $0 + $1.calls.count },
            seconds: seconds,
            file: try journal.publish(calls),
            journal: journal
        )
    }

    private func manifest(
        _ result: (simulatedSeconds: Double, digest: UInt64)?,
        traces: String?,
        stopwatch: Stopwatch,
        isComplete: Bool
    ) -> RunManifest {
        let usage = stopwatch.read()
        let simulated = result?.simulatedSeconds ?? 0
        let processors = ProcessInfo.processInfo.activeProcessorCount
        return RunManifest(
            toolVersion: request.toolVersion,
            scenario: RunManifest.ScenarioText(name: scenario.name, text: String(decoding: loaded.text, as: UTF8.self)),
            configuration: loaded.effective.map { RunManifest.Setting($0) },
            overrides: loaded.overrides.map { RunManifest.Setting($0) },
            media: loaded.media,
            traces: traces,
            usesDefaultThresholds: scenario.usesDefaultThresholds,
            seed: scenario.seed,
            tier: scenario.tier.rawValue,
            shard: RunManifest.Shard(index: request.shard.index, count: request.shard.count),
            series: series,
            codecs: [
                RunManifest.CodecVersion(name: "libopus", version: CodecVersions.opus),
                RunManifest.CodecVersion(name: "libvpx", version: CodecVersions.vpx),
            ],
            digest: result?.digest ?? 0,
            isComplete: isComplete,
            workers: request.workerCount,
            wallSeconds: usage.wallSeconds,
            cpuSeconds: usage.cpuSeconds,
            tester: TesterAccount(
                processors: processors,
                cpuShare: usage.wallSeconds > 0 ? min(usage.cpuSeconds / usage.wallSeconds / Double(processors), 1) : 0,
                speedUp: usage.wallSeconds > 0 ? simulated / usage.wallSeconds : 0,
                peakMemoryBytes: usage.peakMemoryBytes
            ),
            reproduce: request.reproduceCommand
        )
    }
}

/// What a run's sample with codecs came to.
private struct SampleOutcome {
    let calls: MediaSample
    let isComplete: Bool
    /// What was simulated for it now.
    let seconds: Double
    let file: RunManifest.FileLength
    let journal: SampleJournal
}

/// What a run came to.
public struct RunOutcome: Sendable {
    public let folder: String
    public let summary: RunSummary
    public let manifest: RunManifest
    /// How the run stands beside its baseline; `nil` where none was asked for.
    public var comparison: PairedComparison?
    /// The baseline that was made anew, by its path.
    public var updatedBaseline: String?
    /// Why there is no report though one was asked for; `nil` where there is one.
    public var reportFailure: String?

    public var verdict: RunVerdict { summary.verdict }
}
