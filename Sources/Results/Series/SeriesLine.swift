public import Units

/// One second at one end of a call, with cumulative statistics named as in W3C webrtc-stats.
public struct SeriesLine: Hashable, Sendable {
    public let call: Int
    /// The end that counted.
    public let at: Party
    /// Since the call began: whole seconds, and the end of a call that ends within one.
    public let time: TimeDelta
    public private(set) var statistics = JSONObject()

    public init(call: Int, at: Party, time: TimeDelta) {
        self.call = call
        self.at = at
        self.time = time
    }

    /// Adds a stats object under its type and kind, such as `inbound-rtp.audio`; counters whole, the rest scores.
    public mutating func append(_ name: String, _ object: JSONObject) { statistics.append(name, .object(object)) }

    /// Appends the line of `series.ndjson`.
    public func appendLine(to bytes: inout [UInt8]) {
        var object: JSONObject = ["call": .integer(call), "at": .string(at.name)]
        object.append("t_s", .number(JSONNumber(secondsFromNanoseconds: time.nanoseconds)))
        for member in statistics.members { object.append(member.key, member.value) }
        JSONValue.object(object).appendLine(to: &bytes)
    }

    /// Reads one line; its number is for errors.
    public init(parsing bytes: some Sequence<UInt8>, line: Int) throws(FormatError) {
        var fields = try JSONFields(JSONValue(parsing: bytes, line: line), line: line)
        call = try fields.integer("call")
        at = try fields.party("at")
        time = TimeDelta(nanoseconds: try fields.nanoseconds("t_s"))
        for name in fields.keys {
            guard case .object(let object) = try fields.value(name) else {
                throw fields.error(name, "an object is due here")
            }
            append(name, object)
        }
    }
}
