import Foundation
import Results

/// What an interrupted run finished: records, and where their lines stand in its journal.
struct EarlierCalls {
    /// What the links, flows and servers of a partition came to.
    struct Network {
        var flows: [FlowRecord] = []
        var links: [LinkRecord] = []
        var relays: [RelayRecord] = []
        /// Where they end in the journal.
        var end = 0
    }

    private(set) var calls: [Int: CallRecord] = [:]
    /// The partitions of calls or flows that meet, which are finished whole or not at all.
    private(set) var partitions: [Int: Network] = [:]
    private(set) var places: [Int: RunJournal.Place] = [:]
    /// How far the files of the journal hold what is finished; what stands behind is to be cut off.
    private(set) var ends = (calls: 0, series: 0, network: 0)

    /// None: a run from the start.
    init() {}

    /// Reads the files of an interrupted run; what is cut short is left out, with its call or its partition.
    ///
    /// - Throws: `RunError` when the folder's run differs from `planned` in anything that its calls may show, or a file
    ///   cannot be read.
    init(in folder: RunFolder, planned: RunManifest) throws {
        let manifest = try Self.manifest(of: folder)
        if let difference = manifest.difference(to: planned) {
            throw RunError(
                .usage,
                attempted: "resume \(folder.path)",
                happened: difference,
                advice: "give the same scenario, unchanged, and the same options: \(manifest.reproduce)"
            )
        }
        var reader = JournalReader(in: folder)
        try reader.restore()
        let network = try reader.network()
        let series = try reader.series()
        let found = try reader.calls()
        let counts = Dictionary(found.compactMap { $0.record.partition.map { ($0, 1) } }, uniquingKeysWith: +)
        // A partition of which calls are missing is done again whole.
        partitions = network.filter { (counts[$0.key] ?? 0) == reader.callCounts[$0.key] }
        ends.network = partitions.values.map(\.end).max() ?? 0
        for call in found {
            if let partition = call.record.partition, partitions[partition] == nil { continue }
            guard let range = series[call.record.call] ?? (manifest.series == .all ? nil : 0..<0) else { continue }
            calls[call.record.call] = call.record
            places[call.record.call] = RunJournal.Place(lines: call.range, series: range)
            ends.calls = max(ends.calls, call.range.upperBound)
            ends.series = max(ends.series, range.upperBound)
        }
    }

    private static func manifest(of folder: RunFolder) throws -> RunManifest {
        let path = folder.file("manifest.json")
        guard let data = FileManager.default.contents(atPath: path) else { throw RunError.refused("read \(path)") }
        do {
            return try RunManifest(parsing: [UInt8](data))
        } catch {
            throw RunError(
                .usage,
                attempted: "resume \(folder.path)",
                happened: "its manifest.json cannot be read: \(error)",
                advice: "start anew in another folder with --out"
            )
        }
    }
}
