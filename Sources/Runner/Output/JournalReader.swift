import Foundation
import Results

/// Reads the growing files of a run that was interrupted.
struct JournalReader {
    /// A call whose lines are all there.
    struct Call {
        let record: CallRecord
        let range: Range<Int>
    }

    /// Lines that follow each other and are of one call.
    private struct Group {
        let call: Int
        var range: Range<Int>
        var lines: [[UInt8]]
    }

    private let folder: RunFolder
    /// How many calls each finished partition has.
    private(set) var callCounts: [Int: Int] = [:]

    init(in folder: RunFolder) { self.folder = folder }

    /// The records of each partition whose mark is there.
    mutating func network() throws -> [Int: EarlierCalls.Network] {
        var partitions: [Int: EarlierCalls.Network] = [:]
        var pending = EarlierCalls.Network()
        guard let reader = try reader(RunJournal.network) else { return partitions }
        while let line = try reader.next() {
            do {
                if line.leadingNumber("partition") != nil {
                    let mark = try PartitionMark(parsing: line, line: reader.lineCount)
                    pending.end = reader.offset
                    partitions[mark.partition] = pending
                    callCounts[mark.partition] = mark.callCount
                    pending = EarlierCalls.Network()
                } else if line.leadingNumber("flow") != nil {
                    pending.flows.append(try FlowRecord(parsing: line, line: reader.lineCount))
                } else if line.leadingNumber("link") != nil {
                    pending.links.append(try LinkRecord(parsing: line, line: reader.lineCount))
                } else {
                    pending.relays.append(try RelayRecord(parsing: line, line: reader.lineCount))
                }
            } catch {
                // What stands behind a line that cannot be read belongs to nothing.
                break
            }
        }
        return partitions
    }

    /// Where the series of each call stands.
    func series() throws -> [Int: Range<Int>] {
        var ranges: [Int: Range<Int>] = [:]
        try readGroups(RunJournal.series, keepsLines: false) { ranges[$0.call] = $0.range }
        return ranges
    }

    /// The calls that are whole, in the order of their numbers.
    func calls(in name: String = RunJournal.calls) throws -> [Call] {
        var calls: [Int: Call] = [:]
        try readGroups(name, keepsLines: true) { group in
            // A call's line and its two directions make a record; fewer were cut short.
            guard group.lines.count == 3,
                let record = (try? RunRecords(parsing: Array(group.lines.joined())))?.calls.first
            else { return }
            calls[group.call] = Call(record: record, range: group.range)
        }
        return calls.values.sorted { $0.record.call < $1.record.call }
    }

    private func readGroups(_ name: String, keepsLines: Bool, _ take: (Group) -> Void) throws {
        guard let reader = try reader(name) else { return }
        var group: Group?
        while let line = try reader.next() {
            let range = reader.offset - line.count..<reader.offset
            guard let number = line.leadingNumber("call") else { continue }
            if var known = group, known.call == number {
                group = nil
                known.range = known.range.lowerBound..<range.upperBound
                if keepsLines { known.lines.append(line) }
                group = known
            } else {
                if let group { take(group) }
                group = Group(call: number, range: range, lines: keepsLines ? [line] : [])
            }
        }
        if let group { take(group) }
    }

    private func reader(_ name: String) throws -> LineReader? {
        FileManager.default.fileExists(atPath: folder.file(name)) ? try LineReader(path: folder.file(name)) : nil
    }
}

extension JournalReader {
    /// Makes a journal of the files of a run that wrote them last thing, where the journal itself is gone.
    func restore() throws {
        guard try reader(RunJournal.calls) == nil, try reader("calls.ndjson") != nil else { return }
        // The calls go last, for they count for the rest.
        for (name, target) in [("series.ndjson", RunJournal.series), ("calls.ndjson", RunJournal.calls)] {
            try copy(name, to: target)
        }
    }

    /// The same of the calls of a sample.
    func restoreSample() throws {
        guard try reader(SampleJournal.growing) == nil else { return }
        try copy(SampleJournal.fileName, to: SampleJournal.growing)
    }

    private func copy(_ name: String, to target: String) throws {
        guard let source = try reader(name) else { return }
        let file = try AsideFile(target, in: folder)
        do {
            while let line = try source.next() { try file.append(line) }
            try file.close()
            try file.publish()
        } catch {
            file.discard()
            throw error
        }
    }
}
