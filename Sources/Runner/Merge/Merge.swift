import CallSimulation
import Foundation
import Reports
import Results
import Scenarios

/// The shards of one run made into that run, byte for byte as though it had not been divided.
public struct Merge: Sendable {
    private let request: MergeRequest

    public init(_ request: MergeRequest) { self.request = request }

    /// Writes the folder of the whole run.
    ///
    /// - Throws: `RunError` where the folders are not all shards of one finished run, each once and whole, or a file
    ///   refuses; `ScenarioErrors` where a trace that the scenario names is gone. Then nothing is left in the folder.
    public func perform() throws -> RunOutcome {
        let folders = try request.shards.map { try ShardFolder(at: $0, toolVersion: request.toolVersion) }
        let shards = try ShardSet(folders).shards
        let scenario = try scenario(of: shards[0])
        let names = Self.fileNames(scenario)
        for shard in shards { try shard.check(files: names) }
        let planner = CallPlanner(scenario, library: MediaLibrary(for: scenario, drawsHeads: false))

        let isNew = !FileManager.default.fileExists(atPath: request.folder)
        let folder = try RunFolder.create(at: request.folder)
        var files: [AsideFile] = []
        var outcome: RunOutcome?
        defer {
            folder.unlock()
            if outcome == nil {
                files.forEach { $0.discard() }
                if isNew { _ = rmdir(folder.path) }
            }
        }
        files = try names.map { try AsideFile($0, in: folder) }
        let sample = scenario.mediaSample.map { planner.mediaSample(count: $0) }
        let records = try copy(shards, planner, flowCount: scenario.flows.count, sample: sample, to: files)
            .adding(scenario.clinic)
        outcome = try publish(records, scenario, shards, files, in: folder)
        guard let outcome else { preconditionFailure("a merge that did not fail has an outcome") }
        return outcome
    }

    /// The files of a run that grow with its calls, flows and links.
    private static func fileNames(_ scenario: Scenario) -> [String] {
        ["calls.ndjson", "series.ndjson"] + (scenario.flows.isEmpty ? [] : ["flows.ndjson"])
            + (scenario.links.isEmpty ? [] : ["links.ndjson"]) + (scenario.relays.isEmpty ? [] : ["relays.ndjson"])
            + (scenario.mediaSample == nil ? [] : [SampleJournal.fileName])
    }

    private func copy(
        _ shards: [ShardFolder],
        _ planner: CallPlanner,
        flowCount: Int,
        sample: MediaSamplePlan?,
        to files: [AsideFile]
    ) throws -> RunRecords {
        var records = ShardRecords(
            of: shards,
            planner: planner,
            flowCount: flowCount,
            sample: sample,
            policy: shards[0].manifest.series
        )
        for file in files {
            switch file.name {
            case "calls.ndjson": try records.copyCalls(to: file)
            case "series.ndjson": try records.copySeries(to: file)
            case "flows.ndjson": try records.copyFlows(to: file)
            case SampleJournal.fileName: try records.copySample(to: file)
            case "links.ndjson": try records.copyLinks(to: file)
            default: try records.copyRelays(to: file)
            }
            try file.close()
        }
        return try records.whole()
    }

    private func publish(
        _ records: RunRecords,
        _ scenario: Scenario,
        _ shards: [ShardFolder],
        _ files: [AsideFile],
        in folder: RunFolder
    ) throws -> RunOutcome {
        let summary = RunSummary(
            of: records,
            identity: RunIdentity(
                scenario: scenario.name,
                seed: scenario.seed,
                tier: scenario.tier.rawValue,
                isComplete: true
            ),
            thresholds: scenario.thresholds,
            equity: scenario.equity
        )
        let manifest = RunManifest(
            merging: shards.map(\.manifest),
            digest: summary.digest,
            files: files.map { RunManifest.FileLength(name: $0.name, byteCount: $0.byteCount) }
        )
        for file in files { try file.publish() }
        try folder.writeAppointments(of: records)
        try folder.write(summary, manifest)
        return RunOutcome(folder: folder.path, summary: summary, manifest: manifest)
    }

    /// Reads the scenario as the shards had it, from a manifest alone but for traces.
    private func scenario(of shard: ShardFolder) throws -> Scenario {
        let manifest = shard.manifest
        var shelf = RecordingShelf(of: manifest.media, movedTo: request.mediaFolder)
        let read = try ScenarioReader.read(
            bytes: Array(manifest.scenario.text.utf8),
            file: "the scenario in \(shard.file("manifest.json"))",
            overrides: manifest.overrides.map {
                Override(path: $0.path, text: $0.value, origin: ValueOrigin($0.origin))
            },
            readTrace: { (trace) throws(RecordingFault) in try shelf.read(trace) }
        )
        guard read.scenario.seed == manifest.seed,
            read.effective.map({ RunManifest.Setting($0) }) == manifest.configuration
        else {
            throw RunError(
                .runtime,
                attempted: "read the scenario of \(shard.path) again",
                happened: "the configuration came out otherwise than the manifest has it",
                advice: "merge with the build of rehearsal that ran the shards"
            )
        }
        return read.scenario
    }
}
