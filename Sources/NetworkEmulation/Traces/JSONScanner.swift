/// Goes through a JSON text once (RFC 8259), value by value, and knows the line it is in; nothing is kept.
struct JSONScanner {
    private static let depthMax = 64

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0
    private(set) var line = 1

    init(_ bytes: [UInt8]) throws(TextFault) {
        guard bytes.count <= Capacity.traceByteCountMax else {
            throw TextFault(line: 1, message: "a trace of more than \(Capacity.traceByteCountMax) bytes is not read")
        }
        self.bytes = bytes
        skipBlanks()
        guard position < bytes.count else { throw TextFault(line: 1, message: "the trace is empty") }
    }

    /// Reads an object; `read` takes the value of each key, or skips it.
    mutating func members(
        _ read: (inout JSONScanner, String) throws(TextFault) -> Void
    ) throws(TextFault) {
        try open("{", "an object")
        if close("}") { return }
        while true {
            skipBlanks()
            let key = try string()
            skipBlanks()
            try expect(":")
            skipBlanks()
            try read(&self, key)
            if close("}") { return }
            try expect(",")
        }
    }

    /// Reads an array; `read` takes each value, told its place from 0.
    mutating func elements(_ read: (inout JSONScanner, Int) throws(TextFault) -> Void) throws(TextFault) {
        try open("[", "an array")
        if close("]") { return }
        var index = 0
        while true {
            skipBlanks()
            try read(&self, index)
            index += 1
            if close("]") { return }
            try expect(",")
        }
    }

    mutating func number(_ place: String) throws(TextFault) -> Double {
        let start = position
        while position < bytes.count, Self.isOfNumber(bytes[position]) { position += 1 }
        guard let value = TextLines.Line.number(bytes[start..<position]) else {
            throw TextFault(line: line, message: "\(place) is no number")
        }
        return value
    }

    mutating func skipValue() throws(TextFault) {
        guard position < bytes.count else { throw fault("a value") }
        switch bytes[position] {
        case UInt8(ascii: "{"): try members { (json, _) throws(TextFault) in try json.skipValue() }
        case UInt8(ascii: "["): try elements { (json, _) throws(TextFault) in try json.skipValue() }
        case UInt8(ascii: "\""): _ = try string()
        default:
            for word in ["true", "false", "null"] where bytes[position...].starts(with: word.utf8) {
                position += word.utf8.count
                return
            }
            _ = try number("a value")
        }
    }

    /// Nothing but blanks may follow.
    mutating func finish() throws(TextFault) {
        skipBlanks()
        if position < bytes.count { throw fault("the end") }
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
    }

    /// A string as it is written, escapes and all: the keys that matter have none.
    private mutating func string() throws(TextFault) -> String {
        try expect("\"")
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            guard bytes[position] >= 0x20 else { throw fault("the rest of a string") }
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        let end = min(position, bytes.count)
        try expect("\"")
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private mutating func open(_ bracket: Character, _ what: String) throws(TextFault) {
        guard position < bytes.count, bytes[position] == bracket.asciiValue else { throw fault(what) }
        guard depth < Self.depthMax else {
            throw TextFault(line: line, message: "more than \(Self.depthMax) brackets are open")
        }
        depth += 1
        position += 1
    }

    private mutating func close(_ bracket: Character) -> Bool {
        skipBlanks()
        guard position < bytes.count, bytes[position] == bracket.asciiValue else { return false }
        depth -= 1
        position += 1
        return true
    }

    private mutating func expect(_ character: Character) throws(TextFault) {
        guard position < bytes.count, bytes[position] == character.asciiValue else { throw fault("'\(character)'") }
        position += 1
    }

    private mutating func skipBlanks() {
        while position < bytes.count, TextLines.isBlank(bytes[position]) || bytes[position] == 0x0A {
            if bytes[position] == 0x0A { line += 1 }
            position += 1
        }
    }

    private func fault(_ due: String) -> TextFault {
        guard position < bytes.count else { return TextFault(line: line, message: "the text ends where \(due) is due") }
        let shown = TextLines.Line.shown(bytes[position..<min(position + 1, bytes.count)])
        return TextFault(line: line, message: "\(shown) stands where \(due) is due")
    }
}
