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
    private let sample: MediaSamplePlan?
    private var found: [Found]

    private struct Found {
        var calls: [CallRecord] = []
        /// With codecs.
        var sampled: [CallRecord] = []
        var flows: [FlowRecord] = []
        var links: [LinkRecord] = []
        var relays: [RelayRecord] = []
    }

    init(
        of shards: [ShardFolder],
        planner: CallPlanner,
        flowCount: Int,
        sample: MediaSamplePlan?,
        policy: SeriesPolicy
    ) {
        self.shards = shards
        self.sample = sample
        self.policy = policy
        callCount = planner.callCount
        contents = shards.compactMap { Shard("\($0.manifest.shard)") }
            .map { ShardContent(of: $0, planner: planner, flowCount: flowCount) }
        found = shards.map { _ in Found() }
    }

    mutating func copyCalls(to file: AsideFile) throws {
        let copied = try copyCalls(of: contents.map(\.calls), to: file)
        for place in found.indices { found[place].calls = copied[place] }
    }

    /// Copies the calls that were run again with codecs.
    mutating func copySample(to file: AsideFile) throws {
        let drawn = sample?.calls ?? []
        let copied = try copyCalls(of: contents.map { $0.calls.filter(drawn.contains) }, to: file)
        for place in found.indices { found[place].sampled = copied[place] }
    }

    /// Copies a file of calls and keeps their records; `planned` are the numbers that each shard must hold.
    private func copyCalls(of planned: [[Int]], to file: AsideFile) throws -> [[CallRecord]] {
        var merge = try LineMerge(file.name, key: "call", of: shards)
        var copied = shards.map { _ in [CallRecord]() }
        var call: (first: LineMerge.Line, bytes: [UInt8])?
        func take(_ call: (first: LineMerge.Line, bytes: [UInt8])) throws {
            let place = call.first.shard
            let record = try self.record(call.first, call.bytes, in: file.name, planned[place], copied[place].count)
            if let record { copied[place].append(record) }
        }
        while let line = try merge.next() {
            if let known = call, known.first.number == line.number {
                call?.bytes += line.bytes
            } else {
                if let call { try take(call) }
                call = (line, line.bytes)
            }
            try file.append(line.bytes)
        }
        if let call { try take(call) }
        for (place, shard) in shards.enumerated() where copied[place].count < planned[place].count {
            let known = Set(copied[place].map(\.call))
            let lost = planned[place].first { !known.contains($0) }
            throw shard.damage("its \(file.name) does not hold call \(lost ?? 0), which is of \(shard.name)")
        }
        return copied
    }

    private func record(
        _ line: LineMerge.Line,
        _ bytes: [UInt8],
        in file: String,
        _ planned: [Int],
        _ place: Int
    ) throws -> CallRecord? {
        let shard = shards[line.shard]
        // Both are in order, so that the next call due is the one that comes, unless one is lost or foreign.
        guard place < planned.count, planned[place] <= line.number else {
            throw shard.damage("its \(file) holds call \(line.number), which is not of \(shard.name)")
        }
        do {
            guard let record = try RunRecords(parsing: bytes).calls.first else { return nil }
            guard planned[place] == line.number else {
                throw shard.damage("its \(file) does not hold call \(planned[place]), which is of \(shard.name)")
            }
            return record
        } catch let error as FormatError {
            throw shard.damage("call \(line.number) in its \(file) cannot be read: \(error)")
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
        let sampled = sample.map { MediaSample(strata: $0.strata, calls: found.flatMap(\.sampled)) }
        return try RunRecords.merging(parts).adding(sampled)
    }
}
