extension JSONParser {
    /// A number by RFC 8259, section 6; the next byte is a minus sign or a digit.
    mutating func number() throws(FormatError) -> JSONNumber {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        if next == UInt8(ascii: "0") {
            position += 1
            if isDigitNext { throw error("a number does not begin with 0", at: start) }
        } else {
            try digits()
        }
        if next == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        let literal = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let value = Double(literal), value.isFinite else { throw error("\(literal) is too large", at: start) }
        return JSONNumber(checked: literal)
    }

    private var isDigitNext: Bool { next.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false }

    private mutating func digits() throws(FormatError) {
        guard isDigitNext else { throw unexpected("a digit") }
        while isDigitNext { position += 1 }
    }

    /// A string by RFC 8259, section 7; the next byte is its opening quote.
    mutating func string() throws(FormatError) -> String {
        let start = position
        position += 1
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw error("the string is not UTF-8", at: start)
                }
                return string
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw error("a control character stands in a string unescaped", at: position - 1)
            default: text.append(byte)
            }
        }
        throw error("the text ends within a string that begins at byte \(start + 1)")
    }

    private mutating func escape(into text: inout [UInt8]) throws(FormatError) {
        guard let byte = next else { throw unexpected("an escape") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text += String(try escapedScalar()).utf8
        default: throw error("there is no such escape", at: position - 1)
        }
    }

    /// The character of a `\u` escape, or of the two that make a surrogate pair.
    private mutating func escapedScalar() throws(FormatError) -> Character {
        let start = position
        let first = try fourHexDigits()
        var code = UInt32(first)
        if UTF16.isLeadSurrogate(first) {
            guard next == UInt8(ascii: "\\") else { throw error("half a surrogate pair", at: start) }
            position += 1
            guard next == UInt8(ascii: "u") else { throw error("half a surrogate pair", at: start) }
            position += 1
            let second = try fourHexDigits()
            guard UTF16.isTrailSurrogate(second) else { throw error("half a surrogate pair", at: start) }
            code = 0x10000 + (UInt32(first) & 0x3FF) << 10 + UInt32(second) & 0x3FF
        }
        guard let scalar = Unicode.Scalar(code) else { throw error("half a surrogate pair", at: start) }
        return Character(scalar)
    }

    private mutating func fourHexDigits() throws(FormatError) -> UInt16 {
        var code: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw unexpected("a hexadecimal digit")
            }
            code = code << 4 | UInt16(digit)
            position += 1
        }
        return code
    }
}
