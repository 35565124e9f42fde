public import Units

/// One second at one end of a call, with cumulative statistics named as in W3C webrtc-stats.
public struct SeriesLine: Hashable, Sendable {
    public let call: Int
    /// The end that counted.
    public let at: Party
    /// Whole seconds since the call began.
    public let second: Int
    public private(set) var statistics = JSONObject()

    public init(call: Int, at: Party, second: Int) {
        self.call = call
        self.at = at
        self.second = second
    }

    /// Adds a stats object under its type and kind, such as `inbound-rtp.audio`; counters whole, the rest scores.
    public mutating func append(_ name: String, _ object: JSONObject) { statistics.append(name, .object(object)) }

    /// Appends the line of `series.ndjson`.
    public func appendLine(to bytes: inout [UInt8]) {
        var object: JSONObject = ["call": .integer(call), "at": .string(at.name), "t_s": .integer(second)]
        for member in statistics.members { object.append(member.key, member.value) }
        JSONValue.object(object).appendLine(to: &bytes)
    }

    /// Reads one line; its number is for errors.
    public init(parsing bytes: some Sequence<UInt8>, line: Int) throws(FormatError) {
        var fields = try JSONFields(JSONValue(parsing: bytes, line: line), line: line)
        call = try fields.integer("call")
        at = try fields.party("at")
        second = try fields.integer("t_s")
        for name in fields.keys {
            guard case .object(let object) = try fields.value(name) else {
                throw fields.error(name, "an object is due here")
            }
            append(name, object)
        }
    }
}
