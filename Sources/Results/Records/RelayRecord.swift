import QualityModels

/// What one server did that calls share.
public struct RelayRecord: Hashable, Sendable {
    /// The server's number among the scenario's relays, from 1.
    public let relay: Int
    public let name: String
    public let packets: Int
    public let setUps: Int
    public let metrics: MetricValues

    public init(relay: Int, name: String, packets: Int, setUps: Int, metrics: MetricValues) {
        self.relay = relay
        self.name = name
        self.packets = packets
        self.setUps = setUps
        self.metrics = metrics
    }

    /// Appends the server's line of `relays.ndjson`.
    public func appendLine(to bytes: inout [UInt8]) {
        let object: JSONObject = [
            "relay": .integer(relay), "name": .string(name), "packets": .integer(packets), "set_ups": .integer(setUps),
            "metrics": metrics.json,
        ]
        JSONValue.object(object).appendLine(to: &bytes)
    }
}
