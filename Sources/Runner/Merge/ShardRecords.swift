import CallSimulation
import Results
import Scenarios

/// Goes through the files of all shards once: copies their lines in order, and keeps what a summary needs.
///
/// Series stay in the files, so that memory holds the records of calls alone.
struct ShardRecords {
    private let shards: [ShardFolder]
    private let contents: [ShardContent]
    private let callCount: Int
    private let policy: SeriesPolicy
    private var found: [Found]

    private struct Found {
        var calls: [CallRecord] = []
        var flows: [FlowRecord] = []
        var links: [LinkRecord] = []
        var relays: [RelayRecord] = []
    }

    init(of shards: [ShardFolder], planner: CallPlanner, flowCount: Int, policy: SeriesPolicy) {
        self.shards = shards
        self.policy = policy
        callCount = planner.callCount
        contents = shards.compactMap { Shard("\($0.manifest.shard)") }
            .map { ShardContent(of: $0, planner: planner, flowCount: flowCount) }
        found = shards.map { _ in Found() }
    }

    mutating func copyCalls(to file: AsideFile) throws {
        var merge = try LineMerge("calls.ndjson", key: "call", of: shards)
        var call: (first: LineMerge.Line, bytes: [UInt8])?
        while let line = try merge.next() {
            if let known = call, known.first.number == line.number {
                call?.bytes += line.bytes
            } else {
                if let call { try take(call.first, call.bytes) }
                call = (line, line.bytes)
            }
            try file.append(line.bytes)
        }
        if let call { try take(call.first, call.bytes) }
        for (place, shard) in shards.enumerated() {
            let calls = found[place].calls.map(\.call)
            guard calls != contents[place].calls else { continue }
            let known = Set(calls)
            let lost = contents[place].calls.first { !known.contains($0) }
            throw shard.damage("its calls.ndjson does not hold call \(lost ?? 0), which is of \(shard.name)")
        }
    }

    private mutating func take(_ line: LineMerge.Line, _ bytes: [UInt8]) throws {
        let shard = shards[line.shard]
        // Both are in order, so that the next call due is the one that comes, unless one is lost or foreign.
        let planned = contents[line.shard].calls
        let place = found[line.shard].calls.count
        guard place < planned.count, planned[place] <= line.number else {
            throw shard.damage("its calls.ndjson holds call \(line.number), which is not of \(shard.name)")
        }
        do {
            guard let record = try RunRecords(parsing: bytes).calls.first else { return }
            guard planned[place] == line.number else {
                throw shard.damage("its calls.ndjson does not hold call \(planned[place]), which is of \(shard.name)")
            }
            found[line.shard].calls.append(record)
        } catch let error as FormatError {
            throw shard.damage("call \(line.number) in its calls.ndjson cannot be read: \(error)")
        }
    }

    func copySeries(to file: AsideFile) throws {
        var merge = try LineMerge("series.ndjson", key: "call", of: shards)
        var known: (number: Int, isPlanned: Bool) = (0, false)
        let planned = contents.map { Set($0.calls) }
        while let line = try merge.next() {
            if line.number != known.number {
                let isPlanned =
                    planned[line.shard].contains(line.number) && policy.includes(call: line.number, of: callCount)
                known = (line.number, isPlanned)
            }
            guard known.isPlanned else {
                throw shards[line.shard].damage(
                    "its series.ndjson holds call \(line.number), which does not belong there"
                )
            }
            try file.append(line.bytes)
        }
    }

    mutating func copyFlows(to file: AsideFile) throws {
        try copy("flow", to: file, { (bytes, line) throws(FormatError) in try FlowRecord(parsing: bytes, line: line) })
        { $0.flows.append($1.withoutSeries) }
        for (place, shard) in shards.enumerated()
        where found[place].flows.filter(\.isForward).map(\.flow) != contents[place].flows {
            throw shard.damage("its flows.ndjson does not hold the flows of \(shard.name), each once")
        }
    }

    mutating func copyLinks(to file: AsideFile) throws {
        try copy("link", to: file, { (bytes, line) throws(FormatError) in try LinkRecord(parsing: bytes, line: line) })
        { $0.links.append($1.withoutSeries) }
    }

    mutating func copyRelays(to file: AsideFile) throws {
        try copy(
            "relay",
            to: file,
            { (bytes, line) throws(FormatError) in try RelayRecord(parsing: bytes, line: line) }
        ) { $0.relays.append($1) }
    }

    /// Copies the lines of a file and keeps each record of them.
    private mutating func copy<Record>(
        _ key: String,
        to file: AsideFile,
        _ parse: ([UInt8], Int) throws(FormatError) -> Record,
        keep: (inout Found, Record) -> Void
    ) throws {
        var merge = try LineMerge(file.name, key: key, of: shards)
        while let line = try merge.next() {
            do throws(FormatError) {
                keep(&found[line.shard], try parse(line.bytes, line.lineNumber))
            } catch {
                throw shards[line.shard].damage("its \(file.name) cannot be read: \(error)")
            }
            try file.append(line.bytes)
        }
    }

    /// The records of the whole run.
    ///
    /// - Throws: `RunError` where a shard's records do not come to the digest that its run had.
    func whole() throws -> RunRecords {
        var parts: [RunRecords] = []
        for (shard, part) in zip(shards, found) {
            let records = try RunRecords(part.calls, flows: part.flows, links: part.links, relays: part.relays)
            guard records.digest == shard.manifest.digest else {
                throw shard.damage(
                    "its calls come to the digest \(records.digest.sixteenHexDigits), "
                        + "and its run had \(shard.manifest.digestHexadecimal)"
                )
            }
            parts.append(records)
        }
        return try RunRecords.merging(parts)
    }
}
