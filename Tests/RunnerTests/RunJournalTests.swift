import Foundation
import QualityModels
import Results
import Testing
import Units

@testable import Runner

@Suite("What a run has finished when it is killed")
final class RunJournalTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "journal-\(UUID().uuidString)").path
    private let folder: RunFolder

    init() throws {
        folder = try RunFolder.create(at: path)
        try folder.write(Self.manifest.json, to: "manifest.json")
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    private static let manifest = RunManifest(
        toolVersion: "1",
        scenario: RunManifest.ScenarioText(name: "a", text: "a: 1\n"),
        configuration: [],
        seed: 7,
        tier: "media",
        codecs: [],
        digest: 0,
        isComplete: false,
        workers: 1,
        wallSeconds: 0,
        cpuSeconds: 0,
        tester: TesterAccount(processors: 1, cpuShare: 0, speedUp: 0),
        reproduce: "rehearsal run a.yaml"
    )

    /// Calls and partitions in the order in which workers finished them.
    private struct Unit {
        let calls: [Int]
        let partition: Int?
    }

    private static let units = [
        Unit(calls: [2], partition: nil), Unit(calls: [1, 4], partition: 3), Unit(calls: [], partition: 5),
        Unit(calls: [3], partition: nil), Unit(calls: [6, 7, 5], partition: 0), Unit(calls: [8], partition: nil),
    ]

    private static func append(_ unit: Unit, to journal: RunJournal) throws {
        let entries = unit.calls.map { number in
            let record = CallRecord(
                call: number,
                clinician: "c",
                patient: "p",
                network: "n",
                partition: unit.partition,
                startsAt: .start,
                length: .seconds(1),
                outcome: .completedVideo,
                digest: UInt64(number) << 40,
                metrics: ["consultation.usable": 1],
                directions: Party.allCases.map { DirectionRecord(call: number, from: $0, network: "n") }
            )
            var lines: [UInt8] = []
            record.appendLines(to: &lines)
            let series = Array("{\"call\":\(number),\"t_s\":1}\n{\"call\":\(number),\"t_s\":2}\n".utf8)
            return RunJournal.Entry(call: number, lines: lines, series: series)
        }
        guard let partition = unit.partition else { return try journal.append(entries[0]) }
        var network: [UInt8] = []
        LinkRecord(link: partition + 1, name: "l", isUp: true, metrics: [:], series: []).appendLine(to: &network)
        PartitionMark(partition: partition, callCount: entries.count).appendLine(to: &network)
        try journal.append(entries, network: network)
    }

    private func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: folder.file(name))))
    }

    private func write(_ bytes: some Sequence<UInt8>, _ name: String) throws {
        try Data(bytes).write(to: URL(filePath: folder.file(name)))
    }

    /// The files before and after each unit, and at last the published ones.
    private func whole() throws -> (steps: [[String: Int]], files: [String: [UInt8]]) {
        let journal = try RunJournal(in: folder)
        func lengths() throws -> [String: Int] {
            var lengths: [String: Int] = [:]
            for name in Self.names { lengths[name] = try bytes(name).count }
            return lengths
        }
        var steps = [try lengths()]
        for unit in Self.units {
            try Self.append(unit, to: journal)
            steps.append(try lengths())
        }
        _ = try journal.publish()
        var files: [String: [UInt8]] = [:]
        for name in Self.names + ["calls.ndjson", "series.ndjson"] { files[name] = try bytes(name) }
        return (steps, files)
    }

    private static let names = [RunJournal.series, RunJournal.network, RunJournal.calls]

    @Test("Killed within any line, it keeps every unit that was whole, and comes to the same bytes")
    func cutShort() throws {
        let (steps, files) = try whole()
        let numbers = Self.units.flatMap(\.calls).sorted()
        #expect(try JournalCalls(files["calls.ndjson"] ?? []).numbers == numbers)
        for unit in Self.units.indices {
            // The files of a unit are written one after the other: those before it are whole, those after it not begun.
            for (place, name) in Self.names.enumerated() {
                let (start, end) = (steps[unit][name] ?? 0, steps[unit + 1][name] ?? 0)
                for cut in Self.cuts(from: start, to: end) {
                    for (other, otherName) in Self.names.enumerated() {
                        let length = (steps[other < place ? unit + 1 : unit][otherName] ?? 0)
                        try write((files[otherName] ?? []).prefix(other == place ? cut : length), otherName)
                    }
                    // A partition without calls is whole once its mark is.
                    let done = unit + (Self.units[unit].calls.isEmpty && place == 2 ? 1 : 0)
                    let words = "\(unit), \(name) cut to \(cut)"
                    let earlier = try expect(done, words)
                    // Every byte to the disk takes its time: the middle of each piece stands for it.
                    if cut == start + (end - start) / 62 * 31 { try resume(earlier, at: done, expecting: files, words) }
                }
            }
        }
    }

    /// Places within a piece: one in 31 bytes, and every one of its last three.
    private static func cuts(from start: Int, to end: Int) -> [Int] {
        Array(stride(from: start, to: max(end, start + 1), by: 31)) + (max(start + 1, end - 3)..<max(end, start + 1))
    }

    private func expect(_ unit: Int, _ place: String) throws -> EarlierCalls {
        let earlier = try EarlierCalls(in: folder, planned: Self.manifest)
        let done = Self.units.prefix(unit)
        #expect(earlier.calls.keys.sorted() == done.flatMap(\.calls).sorted(), "\(place)")
        #expect(earlier.partitions.keys.sorted() == done.compactMap(\.partition).sorted(), "\(place)")
        #expect(earlier.partitions.values.allSatisfy { $0.links.count == 1 }, "\(place)")
        return earlier
    }

    private func resume(_ earlier: EarlierCalls, at unit: Int, expecting files: [String: [UInt8]], _ place: String)
        throws
    {
        let journal = try RunJournal(in: folder, behind: earlier)
        for unit in Self.units.dropFirst(unit) { try Self.append(unit, to: journal) }
        _ = try journal.publish()
        for name in files.keys {
            let isSame = try bytes(name) == files[name]
            #expect(isSame, "\(place): \(name)")
        }
    }

    @Test("Where the journal is gone the published files stand for it, but for partitions, which are done again")
    func restored() throws {
        let (_, files) = try whole()
        for name in Self.names { try FileManager.default.removeItem(atPath: folder.file(name)) }
        let earlier = try EarlierCalls(in: folder, planned: Self.manifest)
        #expect(earlier.calls.keys.sorted() == [2, 3, 8])
        #expect(earlier.partitions.isEmpty)
        let journal = try RunJournal(in: folder, behind: earlier)
        for unit in Self.units where unit.partition != nil { try Self.append(unit, to: journal) }
        // Killed once more: what was done twice counts once.
        let again = try EarlierCalls(in: folder, planned: Self.manifest)
        #expect(again.calls.keys.sorted() == Array(1...8))
        _ = try RunJournal(in: folder, behind: again).publish()
        for name in ["calls.ndjson", "series.ndjson"] { #expect(try bytes(name) == files[name]) }
    }
}

/// The numbers of the calls in a file of calls.
private struct JournalCalls {
    let numbers: [Int]

    init(_ bytes: [UInt8]) throws { numbers = try RunRecords(parsing: bytes).calls.map(\.call) }
}
