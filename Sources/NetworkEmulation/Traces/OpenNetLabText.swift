import Units

/// What OpenNetLab's traces say besides the capacity, which a link's rate does not take.
public struct OpenNetLabExtras: Hashable, Sendable {
    public var hasLoss = false
    public var hasDelay = false
}

extension RateTrace {
    /// Reads OpenNetLab's (AlphaRTC's) JSON: `{"uplink": {"trace_pattern": [{"duration": ms, "capacity": kbit/s}]}}`.
    ///
    /// Of `uplink` and `downlink` the asked one is read, or the only one that has a pattern. The trace begins again.
    public static func openNetLab(
        _ bytes: [UInt8],
        isDownlink: Bool
    ) throws(TextFault) -> (trace: RateTrace, extras: OpenNetLabExtras) {
        var json = try JSONScanner(bytes)
        var found: [(isDownlink: Bool, pattern: OpenNetLabPattern)] = []
        try json.members { (json, key) throws(TextFault) in
            guard key == "uplink" || key == "downlink" else { return try json.skipValue() }
            try json.members { (json, inner) throws(TextFault) in
                guard inner == "trace_pattern" else { return try json.skipValue() }
                found.append((key == "downlink", try OpenNetLabPattern(&json, place: "\(key).trace_pattern")))
            }
        }
        try json.finish()
        let patterns = found.filter { !$0.pattern.builder.isEmpty }
        guard let chosen = patterns.first(where: { $0.isDownlink == isDownlink }) ?? patterns.first else {
            throw TextFault(line: 1, message: "neither uplink nor downlink has a trace_pattern with an entry")
        }
        let pattern = chosen.pattern
        let length = TimeDelta(seconds: pattern.milliseconds / 1_000)
        return (try pattern.builder.trace(length: length), pattern.extras)
    }
}

/// One `trace_pattern`.
private struct OpenNetLabPattern {
    private(set) var builder = RateTraceBuilder()
    private(set) var milliseconds = 0.0
    private(set) var extras = OpenNetLabExtras()

    init(_ json: inout JSONScanner, place: String) throws(TextFault) {
        try json.elements { (json, index) throws(TextFault) in
            let line = json.line
            var numbers: [String: Double] = [:]
            try json.members { (json, key) throws(TextFault) in
                switch key {
                case "duration", "capacity", "loss", "rtt", "jitter":
                    numbers[key] = try json.number("\(place)[\(index)].\(key)")
                default: try json.skipValue()
                }
            }
            let here = "\(place)[\(index)]"
            guard let duration = numbers["duration"], let capacity = numbers["capacity"] else {
                throw TextFault(line: line, message: "\(here) needs duration and capacity")
            }
            guard duration > 0 else { throw TextFault(line: line, message: "\(here).duration is not positive") }
            guard capacity >= 0 else { throw TextFault(line: line, message: "\(here).capacity is negative") }
            try builder.add(seconds: milliseconds / 1_000, bitsPerSecond: capacity * 1_000, line: line)
            milliseconds += duration
            if numbers["loss", default: 0] != 0 { extras.hasLoss = true }
            if numbers["rtt", default: 0] != 0 || numbers["jitter", default: 0] != 0 { extras.hasDelay = true }
        }
        guard milliseconds / 1_000 <= RateTraceBuilder.secondsMax else {
            throw TextFault(line: json.line, message: "\(place) lasts longer than 366 days")
        }
    }
}
