import Plots
public import Results
import Units

extension CallMoment {
    /// Appends the line of `moments.ndjson`; files are in Base64.
    public func appendLine(to bytes: inout [UInt8]) {
        var object: JSONObject = [
            "call": .integer(call), "digest": .string(digest), "to": .string(receiver.name), "from_s": .score(from),
            "length_s": .score(length), "held_again": .boolean(isHeldAgain), "pairs": .array(pairs.map(\.json)),
        ]
        object.append("heard", .string(Base64.encode(heard)))
        object.append("spoken", .string(Base64.encode(spoken)))
        if !impairments.isEmpty { object.append("planned", .array(impairments.map(\.json))) }
        JSONValue.object(object).appendLine(to: &bytes)
    }

    /// Reads one line; its number is for errors.
    ///
    /// Only pictures in WebP and sound in Ogg are taken.
    public init(parsing bytes: some Sequence<UInt8>, line: Int) throws(FormatError) {
        var fields = try JSONFields(JSONValue(parsing: bytes, line: line), line: line)
        var pairs: [Pair] = []
        for (place, value) in try fields.array("pairs").enumerated() {
            pairs.append(try Pair(JSONFields(value, path: "pairs[\(place)]", line: line)))
        }
        var impairments: [PlannedImpairment] = []
        for (place, value) in (fields.contains("planned") ? try fields.array("planned") : []).enumerated() {
            impairments.append(try PlannedImpairment(JSONFields(value, path: "planned[\(place)]", line: line)))
        }
        self.init(
            call: try fields.integer("call"),
            digest: try fields.string("digest"),
            receiver: try fields.party("to"),
            from: try fields.measurement("from_s"),
            length: try fields.measurement("length_s"),
            isHeldAgain: try fields.boolean("held_again"),
            pairs: pairs,
            heard: try fields.file("heard", startingWith: "OggS"),
            spoken: try fields.file("spoken", startingWith: "OggS"),
            impairments: impairments
        )
        try fields.finish()
    }
}

extension CallMoment.Pair {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["t_s": .score(time), "sent": .string(Base64.encode(sent))]
        object.append("seen", ifKnown: seen.map { .string(Base64.encode($0)) })
        return .object(object)
    }

    fileprivate init(_ fields: JSONFields) throws(FormatError) {
        var fields = fields
        self.init(
            time: try fields.measurement("t_s"),
            sent: try fields.file("sent", startingWith: "RIFF"),
            seen: fields.contains("seen") ? try fields.file("seen", startingWith: "RIFF") : nil
        )
        try fields.finish()
    }
}

extension PlannedImpairment {
    fileprivate var json: JSONValue {
        .object(["name": .string(name), "from_s": .score(range.lowerBound), "to_s": .score(range.upperBound)])
    }

    fileprivate init(_ fields: JSONFields) throws(FormatError) {
        var fields = fields
        let (from, to) = (try fields.measurement("from_s"), try fields.measurement("to_s"))
        guard from <= to else { throw fields.error("to_s", "it lies before from_s") }
        self.init(try fields.string("name"), from...to)
        try fields.finish()
    }
}

extension JSONFields {
    fileprivate mutating func file(_ key: String, startingWith start: String) throws(FormatError) -> [UInt8] {
        guard let bytes = Base64.decode(try string(key)), bytes.starts(with: start.utf8) else {
            throw error(key, "a file that begins with \(start) is due here, in Base64")
        }
        return bytes
    }
}
