import QualityModels
public import Units

/// What one direction of a flow came to.
public struct FlowRecord: Hashable, Sendable {
    /// The flow's number, from 1.
    public let flow: Int
    public let name: String
    public let kind: String
    /// Whether it runs from the flow's `from` to its `to`, or back.
    public let isForward: Bool
    public let startsAt: Timestamp
    public let stopsAt: Timestamp
    /// The flow's part of the run's digest, the same in both directions.
    public let digest: UInt64
    public let metrics: MetricValues
    /// What happened in every interval of 200 ms from the run's start on.
    public let series: [RecordedSeries]

    public init(
        flow: Int,
        name: String,
        kind: String,
        isForward: Bool,
        startsAt: Timestamp,
        stopsAt: Timestamp,
        digest: UInt64,
        metrics: MetricValues,
        series: [RecordedSeries]
    ) {
        self.flow = flow
        self.name = name
        self.kind = kind
        self.isForward = isForward
        self.startsAt = startsAt
        self.stopsAt = stopsAt
        self.digest = digest
        self.metrics = metrics
        self.series = series
    }
}

/// What one direction of a shared link carried.
public struct LinkRecord: Hashable, Sendable {
    /// The link's number among the scenario's, from 1.
    public let link: Int
    public let name: String
    public let isUp: Bool
    public let metrics: MetricValues
    public let series: [RecordedSeries]

    public init(link: Int, name: String, isUp: Bool, metrics: MetricValues, series: [RecordedSeries]) {
        self.link = link
        self.name = name
        self.isUp = isUp
        self.metrics = metrics
        self.series = series
    }
}

/// Values at even intervals, `nil` where nothing was measured.
public struct RecordedSeries: Hashable, Sendable {
    /// The interval at which RFC 8868 (section 4) asks for rates.
    public static let interval = TimeDelta.milliseconds(200)

    /// The key in the file, its unit last.
    public let key: String
    public let values: [Double?]

    public init(key: String, values: [Double?]) {
        self.key = key
        self.values = values.map { $0.map(\.roundedToSixDigits) }
    }
}

extension FlowRecord {
    /// Appends the flow's line of `flows.ndjson`.
    public func appendLine(to bytes: inout [UInt8]) {
        var object: JSONObject = [
            "flow": .integer(flow), "name": .string(name), "kind": .string(kind),
            "direction": .string(isForward ? "forward" : "backward"),
            "starts_at_s": .number(JSONNumber(secondsFromNanoseconds: startsAt.nanoseconds)),
            "stops_at_s": .number(JSONNumber(secondsFromNanoseconds: stopsAt.nanoseconds)),
            "digest": .string(digest.sixteenHexDigits), "metrics": metrics.json,
        ]
        object.append("series", series.json)
        JSONValue.object(object).appendLine(to: &bytes)
    }
}

extension LinkRecord {
    /// Appends the link's line of `links.ndjson`.
    public func appendLine(to bytes: inout [UInt8]) {
        var object: JSONObject = [
            "link": .integer(link), "name": .string(name), "direction": .string(isUp ? "up" : "down"),
            "metrics": metrics.json,
        ]
        if !series.isEmpty { object.append("series", series.json) }
        JSONValue.object(object).appendLine(to: &bytes)
    }
}

extension [RecordedSeries] {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "interval_s": .number(JSONNumber(secondsFromNanoseconds: RecordedSeries.interval.nanoseconds))
        ]
        for series in self { object.append(series.key, .array(series.values.map { .score($0) })) }
        return .object(object)
    }
}
