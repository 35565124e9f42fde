extension JSONValue {
    /// The value on one line without spaces, as NDJSON needs it; no newline at the end.
    public var compactBytes: [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.bytes
    }

    /// The value on indented lines, a newline at the end.
    ///
    /// A container that holds no other container and fits in 140 bytes stays on one line, so that a row of numbers
    /// reads as a row and a diff shows one line for one thing.
    public var prettyBytes: [UInt8] {
        var writer = JSONWriter()
        writer.writePretty(self, indentation: 0)
        writer.bytes.append(UInt8(ascii: "\n"))
        return writer.bytes
    }

    /// Appends the value on one line and a newline, a record of NDJSON.
    public func appendLine(to bytes: inout [UInt8]) {
        var writer = JSONWriter()
        swap(&writer.bytes, &bytes)
        writer.write(self)
        writer.bytes.append(UInt8(ascii: "\n"))
        swap(&writer.bytes, &bytes)
    }
}

/// Writes JSON the same way each time: keys in their order, no choice left to a library.
private struct JSONWriter {
    var bytes: [UInt8] = []

    private static let lineLengthMax = 140

    mutating func write(_ value: JSONValue, spacing: String = "") {
        switch value {
        case .null: bytes += "null".utf8
        case .boolean(let flag): bytes += (flag ? "true" : "false").utf8
        case .number(let number): bytes += number.literal.utf8
        case .string(let text): write(text)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes += ("," + spacing).utf8 }
                write(element, spacing: spacing)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { bytes += ("," + spacing).utf8 }
                write(member.key)
                bytes += (":" + spacing).utf8
                write(member.value, spacing: spacing)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    mutating func writePretty(_ value: JSONValue, indentation: Int) {
        if writeFlat(value) { return }
        switch value {
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                breakLine(indentation + 1, after: index > 0)
                writePretty(element, indentation: indentation + 1)
            }
            breakLine(indentation)
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                breakLine(indentation + 1, after: index > 0)
                write(member.key)
                bytes += ": ".utf8
                writePretty(member.value, indentation: indentation + 1)
            }
            breakLine(indentation)
            bytes.append(UInt8(ascii: "}"))
        default: write(value)
        }
    }

    /// Writes a container of scalars on this line if it fits; otherwise writes nothing.
    private mutating func writeFlat(_ value: JSONValue) -> Bool {
        let start = bytes.count
        switch value {
        case .array(let elements) where elements.allSatisfy { !$0.isContainer }: write(value, spacing: " ")
        case .object(let object) where object.members.allSatisfy { !$0.value.isContainer }: write(value, spacing: " ")
        default: return false
        }
        if bytes.count - start <= Self.lineLengthMax { return true }
        bytes.removeSubrange(start...)
        return false
    }

    private mutating func breakLine(_ indentation: Int, after comma: Bool = false) {
        if comma { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\n"))
        bytes += repeatElement(UInt8(ascii: " "), count: indentation * 2)
    }

    /// Writes a string, escaping what RFC 8259, section 7 demands and nothing more.
    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes += "\\\"".utf8
            case UInt8(ascii: "\\"): bytes += "\\\\".utf8
            case 0x08: bytes += "\\b".utf8
            case 0x09: bytes += "\\t".utf8
            case 0x0A: bytes += "\\n".utf8
            case 0x0C: bytes += "\\f".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0..<0x20: bytes += ("\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)).utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
