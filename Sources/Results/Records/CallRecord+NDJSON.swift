import QualityModels
import Units

extension CallRecord {
    /// Appends the lines of `calls.ndjson` for this call: the call, then each direction, the clinician's sending first.
    public func appendLines(to bytes: inout [UInt8]) {
        JSONValue.object(json).appendLine(to: &bytes)
        for direction in directions { JSONValue.object(direction.json).appendLine(to: &bytes) }
    }

    private var json: JSONObject {
        var object: JSONObject = ["call": .integer(call), "clinician": .string(clinician), "patient": .string(patient)]
        object.append("network", .string(network))
        object.append("site", ifKnown: site.map { .string($0) })
        object.append("partition", ifKnown: partition.map { .integer($0) })
        object.append("route", ifKnown: route.map { .string($0) })
        object.append("starts_at_s", .number(JSONNumber(secondsFromNanoseconds: startsAt.nanoseconds)))
        object.append("length_s", .number(JSONNumber(secondsFromNanoseconds: length.nanoseconds)))
        object.append("outcome", .string(outcome.rawValue))
        object.append("reason", ifKnown: reason.map { .string($0) })
        object.append("digest", .string(digest.sixteenHexDigits))
        object.append("metrics", metrics.json)
        return object
    }
}

extension DirectionRecord {
    fileprivate var json: JSONObject {
        var object: JSONObject = ["call": .integer(call), "from": .string(from.name), "to": .string(to.name)]
        object.append("network", .string(network))
        object.append("metrics", metrics.json)
        if !windows.isEmpty { object.append("windows", windows.json) }
        object.append("usability", ifKnown: usability.map { .object($0.json) })
        return object
    }
}

extension UsabilityAccount {
    fileprivate var json: JSONObject {
        [
            "seconds": .integer(seconds), "unusable": .integer(unusable), "mos": .integer(score),
            "concealment": .integer(concealment), "frame_rate": .integer(frameRate), "freeze": .integer(freeze),
        ]
    }

    init(reading fields: JSONFields) throws(FormatError) {
        var fields = fields
        self.init(
            seconds: try fields.integer("seconds"),
            unusable: try fields.integer("unusable"),
            score: try fields.integer("mos"),
            concealment: try fields.integer("concealment"),
            frameRate: try fields.integer("frame_rate"),
            freeze: try fields.integer("freeze")
        )
        try fields.finish()
    }
}

extension MetricValues {
    var json: JSONValue {
        var object = JSONObject()
        for (metric, value) in pairs { object.append(metric.name, .score(value)) }
        return .object(object)
    }

    init(reading fields: JSONFields) throws(FormatError) {
        var fields = fields
        self.init()
        for name in fields.keys {
            guard let metric = MetricCatalogue.metric(named: name) else {
                throw fields.error(name, "there is no such metric in this version")
            }
            self[metric] = try fields.number(name).value
        }
    }
}

extension MetricWindows {
    fileprivate var json: JSONValue {
        var object = JSONObject()
        for (metric, values) in pairs { object.append(metric.name, .array(values.map { .score($0) })) }
        return .object(object)
    }

    init(reading fields: JSONFields) throws(FormatError) {
        var fields = fields
        self.init()
        for name in fields.keys {
            guard let metric = MetricCatalogue.metric(named: name) else {
                throw fields.error(name, "there is no such metric in this version")
            }
            var values: [Double] = []
            for element in try fields.array(name) {
                guard case .number(let number) = element else { throw fields.error(name, "numbers are due here") }
                values.append(number.value)
            }
            self[metric] = values
        }
    }
}

extension UInt64 {
    /// A digest as results files write it.
    public var sixteenHexDigits: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
