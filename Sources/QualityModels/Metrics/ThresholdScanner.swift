/// Reads the words, operators and numbers of a threshold from left to right.
struct ThresholdScanner {
    private let characters: [Character]
    /// How many characters have been read.
    private(set) var offset = 0

    init(_ text: String) { characters = Array(text) }

    var isAtEnd: Bool { offset == characters.count }
    var next: Character? { isAtEnd ? nil : characters[offset] }
    /// Everything not yet read.
    var rest: String { String(characters[offset...]) }

    mutating func skipSpaces() { _ = take(while: \.isWhitespace) }

    mutating func take(while belongs: (Character) -> Bool) -> String {
        let start = offset
        while let next, belongs(next) { offset += 1 }
        return String(characters[start..<offset])
    }

    /// A word of letters, digits, points and underscores, perhaps empty.
    mutating func word() -> String { take { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" } }

    /// Takes the parenthesis that closes an aggregate.
    mutating func close() throws(ThresholdSyntaxError) {
        skipSpaces()
        let found = rest
        guard take(")") else {
            throw ThresholdSyntaxError(
                offset: offset,
                message: found.isEmpty ? "the text ends where ')' is due" : "'\(found)' stands where ')' is due"
            )
        }
    }

    mutating func take(_ character: Character) -> Bool {
        guard next == character else { return false }
        offset += 1
        return true
    }

    mutating func comparison() throws(ThresholdSyntaxError) -> ThresholdExpression.Comparison {
        skipSpaces()
        let start = offset
        let written = take { "<>=!≥≤~".contains($0) }
        if let comparison = ThresholdExpression.Comparison(rawValue: written) { return comparison }
        let meant: String? =
            switch written {
            case "=>", "≥", "=>=": "did you mean >=?"
            case "=<", "≤", "=<=": "did you mean <=?"
            default: "write >=, <=, > or <"
            }
        let found = written.isEmpty ? (isAtEnd ? "the text ends" : "'\(rest)' stands") : "'\(written)' stands"
        throw ThresholdSyntaxError(offset: start, message: "\(found) where a comparison is due", hint: meant)
    }

    /// A finite decimal number as Swift writes it; the text is kept for hints.
    mutating func number() throws(ThresholdSyntaxError) -> (value: Double, text: String) {
        skipSpaces()
        let start = offset
        let sign = take { $0 == "-" || $0 == "+" }
        var written = sign + take { $0.isASCII && ($0.isNumber || $0 == ".") }
        if next == "," {
            throw ThresholdSyntaxError(
                offset: offset,
                message: "',' does not belong to a number",
                hint: "write a decimal point, and nothing between thousands"
            )
        }
        written += exponent()
        guard let value = Double(written), value.isFinite else {
            let found = written + String(rest.prefix { !$0.isWhitespace })
            throw ThresholdSyntaxError(
                offset: start,
                message: found.isEmpty ? "the text ends where a number is due" : "'\(found)' is not a finite number"
            )
        }
        return (value, written)
    }

    /// Takes an exponent only where digits follow, so that a unit that opens with an e stays whole.
    private mutating func exponent() -> String {
        guard next == "e" || next == "E" else { return "" }
        var end = offset + 1
        if end < characters.count, characters[end] == "-" || characters[end] == "+" { end += 1 }
        let digits = end
        while end < characters.count, characters[end].isASCII, characters[end].isNumber { end += 1 }
        guard end > digits else { return "" }
        defer { offset = end }
        return String(characters[offset..<end])
    }

    /// The unit that follows a number, empty for none.
    mutating func unit() -> (text: String, offset: Int) {
        skipSpaces()
        let start = offset
        return (take { $0.isLetter || $0 == "%" || $0 == "/" || $0 == "‰" }, start)
    }
}
