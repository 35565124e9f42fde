extension JSONValue {
    /// How deep containers may lie in each other; ours go to about five.
    public static let depthMax = 64

    /// Reads exactly one JSON text (RFC 8259) in UTF-8.
    ///
    /// Strict: no comments, no trailing commas, no byte order mark, no lone surrogates, no key twice, no number that
    /// a double cannot hold, nothing after the value but white space.
    /// - Parameter line: the number of the first line, for errors in the middle of a longer file.
    public init(parsing bytes: some Sequence<UInt8>, line: Int = 1) throws(FormatError) {
        var parser = JSONParser(bytes: Array(bytes), firstLine: line)
        self = try parser.document()
    }
}

/// A recursive-descent reader whose depth is bounded, so that no text can overflow the stack.
struct JSONParser {
    let bytes: [UInt8]
    let firstLine: Int
    var position = 0

    init(bytes: [UInt8], firstLine: Int) {
        self.bytes = bytes
        self.firstLine = firstLine
    }

    mutating func document() throws(FormatError) -> JSONValue {
        skipSpace()
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw error("there is more after the end of the value") }
        return value
    }

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    func error(_ message: String, at place: Int? = nil) -> FormatError {
        let place = min(place ?? position, bytes.count)
        let before = bytes[..<place]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        // Continuation bytes of UTF-8 are no characters of their own.
        let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
        return FormatError(line: firstLine + before.count { $0 == 0x0A }, column: column, message: message)
    }

    func unexpected(_ wanted: String) -> FormatError {
        guard let next else { return error("the text ends where \(wanted) is due") }
        let shown =
            (0x21..<0x7F).contains(next) ? "'\(Character(Unicode.Scalar(next)))'" : "byte 0x\(String(next, radix: 16))"
        return error("found \(shown) where \(wanted) is due")
    }

    private mutating func skipSpace() {
        while let next, next == 0x20 || next == 0x0A || next == 0x0D || next == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: UInt8, _ wanted: String) throws(FormatError) {
        guard next == byte else { throw unexpected(wanted) }
        position += 1
    }

    private mutating func value(depth: Int) throws(FormatError) -> JSONValue {
        guard depth < JSONValue.depthMax else { throw error("more than \(JSONValue.depthMax) levels deep") }
        guard let next else { throw unexpected("a value") }
        switch next {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw unexpected("a value")
        }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(FormatError) -> JSONValue {
        for byte in word.utf8 { try take(byte, "'\(word)'") }
        return value
    }

    private mutating func object(depth: Int) throws(FormatError) -> JSONObject {
        position += 1
        skipSpace()
        var object = JSONObject()
        var seen: Set<String> = []
        if next == UInt8(ascii: "}") {
            position += 1
            return object
        }
        while true {
            let start = position
            guard next == UInt8(ascii: "\"") else { throw unexpected("a key in quotes") }
            let key = try string()
            guard seen.insert(key).inserted else { throw error("the key '\(key)' is there twice", at: start) }
            skipSpace()
            try take(UInt8(ascii: ":"), "':'")
            skipSpace()
            object.append(new: JSONObject.Member(key: key, value: try value(depth: depth + 1)))
            skipSpace()
            if next == UInt8(ascii: "}") { break }
            try take(UInt8(ascii: ","), "',' or '}'")
            skipSpace()
        }
        position += 1
        return object
    }

    private mutating func array(depth: Int) throws(FormatError) -> [JSONValue] {
        position += 1
        skipSpace()
        var elements: [JSONValue] = []
        if next == UInt8(ascii: "]") {
            position += 1
            return elements
        }
        while true {
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if next == UInt8(ascii: "]") { break }
            try take(UInt8(ascii: ","), "',' or ']'")
            skipSpace()
        }
        position += 1
        return elements
    }
}
