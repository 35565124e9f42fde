import QualityModels
import Units

extension FlowRecord {
    /// Reads one line of `flows.ndjson`; its number is for errors.
    public init(parsing bytes: some Sequence<UInt8>, line: Int) throws(FormatError) {
        var fields = try JSONFields(JSONValue(parsing: bytes, line: line), line: line)
        let number = try fields.integer("flow")
        guard (1..<1 << 30).contains(number) else { throw fields.error("flow", "\(number) is no flow's number") }
        self.init(
            flow: number,
            name: try fields.string("name"),
            kind: try fields.string("kind"),
            isForward: try fields.direction("forward", "backward"),
            startsAt: Timestamp(nanoseconds: try fields.nanoseconds("starts_at_s")),
            stopsAt: Timestamp(nanoseconds: try fields.nanoseconds("stops_at_s")),
            digest: try fields.digest("digest"),
            metrics: try MetricValues(reading: try fields.fields("metrics")),
            series: try fields.recordedSeries()
        )
        try fields.finish()
    }

    /// The record without its intervals, which no summary needs.
    public var withoutSeries: FlowRecord {
        FlowRecord(
            flow: flow,
            name: name,
            kind: kind,
            isForward: isForward,
            startsAt: startsAt,
            stopsAt: stopsAt,
            digest: digest,
            metrics: metrics,
            series: []
        )
    }
}

extension LinkRecord {
    /// Reads one line of `links.ndjson`; its number is for errors.
    public init(parsing bytes: some Sequence<UInt8>, line: Int) throws(FormatError) {
        var fields = try JSONFields(JSONValue(parsing: bytes, line: line), line: line)
        self.init(
            link: try fields.integer("link"),
            name: try fields.string("name"),
            isUp: try fields.direction("up", "down"),
            metrics: try MetricValues(reading: try fields.fields("metrics")),
            series: fields.contains("series") ? try fields.recordedSeries() : []
        )
        try fields.finish()
    }

    /// The record without its intervals, which no summary needs.
    public var withoutSeries: LinkRecord {
        LinkRecord(link: link, name: name, isUp: isUp, metrics: metrics, series: [])
    }
}

extension RelayRecord {
    /// Reads one line of `relays.ndjson`; its number is for errors.
    public init(parsing bytes: some Sequence<UInt8>, line: Int) throws(FormatError) {
        var fields = try JSONFields(JSONValue(parsing: bytes, line: line), line: line)
        self.init(
            relay: try fields.integer("relay"),
            name: try fields.string("name"),
            packets: try fields.integer("packets"),
            setUps: try fields.integer("set_ups"),
            metrics: try MetricValues(reading: try fields.fields("metrics"))
        )
        try fields.finish()
    }
}

extension JSONFields {
    /// Whether the direction is the first of these two.
    fileprivate mutating func direction(_ first: String, _ second: String) throws(FormatError) -> Bool {
        let name = try string("direction")
        guard name == first || name == second else {
            throw error("direction", "'\(name)' stands where \(first) or \(second) is due")
        }
        return name == first
    }

    fileprivate mutating func recordedSeries() throws(FormatError) -> [RecordedSeries] {
        var series = try fields("series")
        guard try series.nanoseconds("interval_s") == RecordedSeries.interval.nanoseconds else {
            throw error("series", "its interval is not this version's")
        }
        var all: [RecordedSeries] = []
        for key in series.keys {
            var values: [Double?] = []
            for element in try series.array(key) {
                switch element {
                case .number(let number): values.append(number.value)
                case .null: values.append(nil)
                default: throw series.error(key, "numbers are due here")
                }
            }
            all.append(RecordedSeries(key: key, values: values))
        }
        return all
    }
}
