import QualityModels
package import Units

extension RunRecords {
    /// Reads `calls.ndjson`; every line must end with a newline, and a direction must follow its call.
    public init(parsing ndjson: [UInt8]) throws(FormatError) {
        var calls: [CallRecord] = []
        var seen: Set<Int> = []
        var pending: PendingCall?
        var start = 0
        var line = 1
        while start < ndjson.count {
            guard let end = ndjson[start...].firstIndex(of: 0x0A) else {
                throw FormatError(line: line, message: "the last line is cut short: it has no newline")
            }
            let fields = try JSONFields(JSONValue(parsing: ndjson[start..<end], line: line), line: line)
            if fields.contains("from") {
                guard pending != nil else { throw fields.error("from", "a direction comes before any call") }
                try pending?.add(fields)
            } else {
                if let pending { calls.append(pending.record) }
                let next = try PendingCall(fields)
                guard seen.insert(next.record.call).inserted else {
                    throw fields.error("call", "call \(next.record.call) is recorded twice")
                }
                pending = next
            }
            start = end + 1
            line += 1
        }
        if let pending { calls.append(pending.record) }
        do { try self.init(calls) } catch { throw FormatError(line: 1, path: "call", message: "\(error)") }
    }
}

/// A call whose directions are still being read.
private struct PendingCall {
    private let call: CallRecord
    private var directions: [DirectionRecord] = []

    init(_ fields: JSONFields) throws(FormatError) {
        var fields = fields
        let outcomeName = try fields.string("outcome")
        guard let outcome = ConsultationOutcome(rawValue: outcomeName) else {
            throw fields.error("outcome", "'\(outcomeName)' is no outcome")
        }
        let number = try fields.integer("call")
        guard UInt32(exactly: number) != nil else { throw fields.error("call", "\(number) is no call's number") }
        call = CallRecord(
            call: number,
            clinician: try fields.string("clinician"),
            patient: try fields.string("patient"),
            network: try fields.string("network"),
            site: try fields.optionalString("site"),
            partition: fields.contains("partition") ? try fields.integer("partition") : nil,
            route: try fields.optionalString("route"),
            tags: fields.contains("tags") ? try Self.tags(try fields.fields("tags")) : [],
            startsAt: Timestamp(nanoseconds: try fields.nanoseconds("starts_at_s")),
            length: TimeDelta(nanoseconds: try fields.nanoseconds("length_s")),
            outcome: outcome,
            reason: try fields.optionalString("reason"),
            digest: try fields.digest("digest"),
            metrics: try MetricValues(reading: try fields.fields("metrics"))
        )
        try fields.finish()
    }

    private static func tags(_ fields: JSONFields) throws(FormatError) -> [ThresholdRule.Tag] {
        var fields = fields
        var tags: [ThresholdRule.Tag] = []
        for name in fields.keys { tags.append(ThresholdRule.Tag(name: name, value: try fields.string(name))) }
        return tags
    }

    mutating func add(_ fields: JSONFields) throws(FormatError) {
        var fields = fields
        guard try fields.integer("call") == call.call else {
            throw fields.error("call", "a direction must follow its own call, here \(call.call)")
        }
        let from = try fields.party("from")
        guard try fields.party("to") == from.other else { throw fields.error("to", "must be the other party") }
        guard !directions.contains(where: { $0.from == from }) else {
            throw fields.error("from", "call \(call.call) has this direction already")
        }
        let scales = fields.contains("scales") ? try fields.fields("scales") : nil
        let direction = DirectionRecord(
            call: call.call,
            from: from,
            network: try fields.string("network"),
            metrics: try MetricValues(reading: try fields.fields("metrics")),
            windows: fields.contains("windows") ? try MetricWindows(reading: try fields.fields("windows")) : [:],
            usability: fields.contains("usability")
                ? try UsabilityAccount(reading: try fields.fields("usability")) : nil
        )
        try direction.checkScales(scales, in: fields)
        directions.append(direction)
        try fields.finish()
    }

    var record: CallRecord {
        CallRecord(
            call: call.call,
            clinician: call.clinician,
            patient: call.patient,
            network: call.network,
            site: call.site,
            partition: call.partition,
            route: call.route,
            tags: call.tags,
            startsAt: call.startsAt,
            length: call.length,
            outcome: call.outcome,
            reason: call.reason,
            digest: call.digest,
            metrics: call.metrics,
            directions: directions
        )
    }
}

extension JSONFields {
    package mutating func party(_ key: String) throws(FormatError) -> Party {
        let name = try string(key)
        guard let party = Party.allCases.first(where: { $0.name == name }) else {
            throw error(key, "'\(name)' is no party: clinician or patient is due here")
        }
        return party
    }
}
