import CallSimulation
import Foundation
import MediaCodecs
import Reports
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
        let planner = CallPlanner(scenario, library: try await library())
        try request.shard.check(partitionCount: planner.partitionCount)
        let folder =
            try request.resumes ? RunFolder.resume(at: request.folder) : RunFolder.create(at: request.folder)
        defer { folder.unlock() }
        let stopwatch = Stopwatch()
        let numbers = plannedCalls(planner)
        let planned = manifest(nil, stopwatch: stopwatch, isComplete: false)
        let earlier = try request.resumes ? EarlierCalls(in: folder, planned: planned) : EarlierCalls()
        try folder.write(planned.json, to: "manifest.json")

        let output = try RunOutput(folder: folder, callCount: numbers.count)
        let records = try await simulate(numbers, planner, earlier: earlier, output: output).adding(scenario.clinic)
        try output.finish()
        try writeNetworkRecords(records, in: folder)
        try folder.writeAppointments(of: records)

        let isComplete =
            records.calls.count == numbers.count
            && records.flows.count { $0.isForward } == plannedFlows(planner).count
        let summary = RunSummary(
            of: records,
            identity: RunIdentity(
                scenario: scenario.name,
                seed: scenario.seed,
                tier: scenario.tier.rawValue,
                isComplete: isComplete
            ),
            thresholds: scenario.thresholds,
            findings: stop.isRaised && !isComplete ? [.aborted] : []
        )
        let simulated =
            planner.callCount > 0
            ? records.calls.filter { earlier[$0.call] == nil }.reduce(0) { $0 + $1.length.seconds }
            : flowSeconds(planner)
        let manifest = manifest((simulated, summary.digest), stopwatch: stopwatch, isComplete: isComplete)
        try folder.write(summary.json, to: "summary.json")
        try publish(summary, manifest, in: folder)
        return RunOutcome(folder: folder.path, summary: summary, manifest: manifest)
    }

    /// What the calls hear and see; in the packet tier with the traces that they play.
    private func library() async throws -> MediaLibrary {
        guard scenario.tier == .packet, scenario.consultations.count > 0 else { return loaded.library }
        var library = loaded.library
        let recording = TraceRecording(loaded, workerCount: request.workerCount, stop: stop)
        if let file = request.tracesFile {
            library.traces = try recording.read(file)
        } else {
            library.traces = try await recording.record()
        }
        return library
    }

    /// The numbers of the calls that this shard holds, in order.
    private func plannedCalls(_ planner: CallPlanner) -> [Int] {
        planner.callNumbers.filter { request.shard.holds(partition: planner.partition(ofCall: $0)) }
    }

    /// The numbers of the flows that this shard holds, in order.
    private func plannedFlows(_ planner: CallPlanner) -> [Int] {
        scenario.flows.indices.map { $0 + 1 }
            .filter { request.shard.holds(partition: planner.partition(ofFlow: $0)) }
    }

    /// The simulated time of flows that run without calls, each partition's from the start to its last stop.
    private func flowSeconds(_ planner: CallPlanner) -> Double {
        var stops: [Int: Double] = [:]
        for number in plannedFlows(planner) {
            let partition = planner.partition(ofFlow: number)
            stops[partition] = max(stops[partition] ?? 0, scenario.flows[number - 1].stop.seconds)
        }
        return stops.values.sorted().reduce(0, +)
    }

    /// Flows, shared links and servers have files of their own, where there are any.
    private func writeNetworkRecords(_ records: RunRecords, in folder: RunFolder) throws {
        var (flows, links, relays): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
        for flow in records.flows { flow.appendLine(to: &flows) }
        for link in records.links { link.appendLine(to: &links) }
        for relay in records.relays { relay.appendLine(to: &relays) }
        if !scenario.flows.isEmpty { try folder.write(flows, to: "flows.ndjson") }
        if !scenario.links.isEmpty { try folder.write(links, to: "links.ndjson") }
        if !scenario.relays.isEmpty { try folder.write(relays, to: "relays.ndjson") }
    }

    private var series: SeriesPolicy {
        request.series ?? .standard(tier: scenario.tier.rawValue, callCount: scenario.consultations.count)
    }

    private func simulate(
        _ numbers: [Int],
        _ planner: CallPlanner,
        earlier: EarlierCalls,
        output: RunOutput
    ) async throws -> RunRecords {
        let progress = Progress(
            name: scenario.name,
            callCount: numbers.count,
            secondsTotal: planner.callCount > 0
                ? numbers.reduce(0) { $0 + scenario.consultations.length(of: $1).seconds } : flowSeconds(planner),
            isQuiet: request.isQuiet
        )
        let jobs = CallWorker.jobs(ofCalls: numbers, flows: plannedFlows(planner), planner: planner)
        let worker = CallWorker(
            jobs: jobs,
            planner: planner,
            policy: series,
            earlier: earlier,
            output: output,
            progress: progress,
            stop: stop
        )
        defer { progress.finish() }
        return try await worker.workThroughAll(workerCount: request.workerCount)
    }

    private func publish(_ summary: RunSummary, _ manifest: RunManifest, in folder: RunFolder) throws {
        try folder.write(Array(JUnitReport.xml(summary: summary, manifest: manifest).utf8), to: "junit.xml")
        // The manifest goes last: where it says complete, everything is there.
        try folder.write(manifest.json, to: "manifest.json")
    }

    private func manifest(
        _ result: (simulatedSeconds: Double, digest: UInt64)?,
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

/// What a run came to.
public struct RunOutcome: Sendable {
    public let folder: String
    public let summary: RunSummary
    public let manifest: RunManifest

    public var verdict: RunVerdict { summary.verdict }
}
