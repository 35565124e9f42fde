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
        if !tags.isEmpty {
            var own = JSONObject()
            for tag in tags { own.append(tag.name, .string(tag.value)) }
            object.append("tags", .object(own))
        }
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
        object.append("scales", ifKnown: scales.map { .object($0) })
        object.append("usability", ifKnown: usability.map { .object($0.json) })
        return object
    }
}

extension DirectionRecord {
    /// The scale of each opinion score of the record; `nil` without any.
    private var scales: JSONObject? {
        let scored = scoredMetrics
        guard !scored.isEmpty else { return nil }
        var object = JSONObject()
        for metric in scored { object.append(metric.name, ifKnown: metric.scale.map { .string($0) }) }
        return object
    }

    private var scoredMetrics: [Metric] {
        (metrics.pairs.map(\.metric) + windows.pairs.map(\.metric)).filter { $0.scale != nil }
    }

    /// Refuses scores without a scale, and of another scale than this version's, which must not be summed up with its own.
    func checkScales(_ scales: JSONFields?, in record: JSONFields) throws(FormatError) {
        var known: [String: String] = [:]
        if var scales {
            for name in scales.keys { known[name] = try scales.string(name) }
        }
        for metric in scoredMetrics {
            guard let scale = known.removeValue(forKey: metric.name) else {
                throw record.error("scales", "the scale of \(metric.name) is missing")
            }
            guard scale == metric.scale else {
                throw record.error(
                    "scales",
                    "\(metric.name) is on the scale '\(scale)', and this version's is \(metric.scale ?? "none")"
                )
            }
        }
        if let name = known.keys.min() { throw record.error("scales", "'\(name)' is no score of this record") }
    }
}

extension UsabilityAccount {
    fileprivate var json: JSONObject {
        var causes = JSONObject()
        for cause in Cause.allCases where self[cause] > 0 { causes.append(cause.rawValue, .integer(self[cause])) }
        return [
            "seconds": .integer(seconds), "audio_only": .integer(audioOnly), "unusable": .integer(unusable),
            "usable": .boolean(isUsable), "course": .string(course.text), "causes": .object(causes),
        ]
    }

    init(reading fields: JSONFields) throws(FormatError) {
        var fields = fields
        let text = try fields.string("course")
        guard let course = SecondCourse(parsing: text) else {
            throw fields.error("course", "'\(text)' is no course: runs such as 12u3a5x are due here")
        }
        var counts: [Cause: Int] = [:]
        var causes = try fields.fields("causes")
        for name in causes.keys {
            guard let cause = Cause(rawValue: name) else { throw causes.error(name, "there is no such cause") }
            counts[cause] = try causes.integer(name)
        }
        self.init(course: course, causes: counts, isUsable: try fields.boolean("usable"))
        guard try fields.integer("seconds") == seconds, try fields.integer("audio_only") == audioOnly,
            try fields.integer("unusable") == unusable
        else { throw fields.error("course", "it does not hold the seconds that stand beside it") }
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
            self[metric] = try fields.measurement(name)
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
                guard case .number(let number) = element, number.isMeasurement else {
                    throw fields.error(name, "numbers below 10^15 are due here")
                }
                values.append(number.value)
            }
            self[metric] = values
        }
    }
}

extension JSONNumber {
    /// Whether something can have been measured so: sums and products of such numbers stay finite.
    package var isMeasurement: Bool { abs(value) < 1e15 }
}

extension JSONFields {
    /// A number that something can have been measured as.
    package mutating func measurement(_ key: String) throws(FormatError) -> Double {
        let number = try number(key)
        guard number.isMeasurement else { throw error(key, "\(number.literal) is beyond anything that is measured") }
        return number.value
    }
}

extension UInt64 {
    /// A digest as results files write it.
    public var sixteenHexDigits: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
