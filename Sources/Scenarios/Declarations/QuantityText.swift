import QualityModels

/// A number and the unit behind it, as they were written.
struct QuantityText {
    let number: Double
    let numberText: String
    /// What follows the number; empty for a bare number.
    let unit: String

    /// Splits a text such as `32 kbit/s`; an infinite number, or no number at all, is a complaint.
    init(_ text: String, example: String) throws(Complaint) {
        let trimmed = text.trimmingBlanks
        guard !trimmed.isEmpty else { throw Complaint("there is no value", hint: "write it as in \(example)") }
        let lowered = trimmed.lowercased()
        if [".nan", "nan", ".inf", "-.inf", "+.inf", "inf", "-inf", "infinity"].contains(lowered) {
            throw Complaint("\(trimmed) is no finite number", hint: "write it as in \(example)")
        }
        let end = Self.numberEnd(of: trimmed)
        let digits = String(trimmed[..<end])
        guard let number = Double(digits) else {
            throw Complaint("'\(YAMLTree.shortened(trimmed))' is no number", hint: "write it as in \(example)")
        }
        guard number.isFinite else { throw Complaint("\(digits) is no finite number") }
        self.number = number
        numberText = digits
        unit = String(trimmed[end...]).trimmingBlanks
    }

    /// The end of `[+-]digits[.digits][e[+-]digits]`.
    private static func numberEnd(of text: String) -> String.Index {
        var index = text.startIndex
        func isDigit(_ at: String.Index) -> Bool { at < text.endIndex && ("0"..."9").contains(text[at]) }
        func passDigits() { while isDigit(index) { index = text.index(after: index) } }
        if index < text.endIndex, "+-".contains(text[index]) { index = text.index(after: index) }
        passDigits()
        if index < text.endIndex, text[index] == "." {
            index = text.index(after: index)
            passDigits()
        }
        if index < text.endIndex, "eE".contains(text[index]) {
            var exponent = text.index(after: index)
            if exponent < text.endIndex, "+-".contains(text[exponent]) { exponent = text.index(after: exponent) }
            if isDigit(exponent) {
                index = exponent
                passDigits()
            }
        }
        return index
    }
}

/// The units of one kind of quantity.
struct UnitTable: Sendable {
    /// What is measured, with its article: `a time`.
    let name: String
    let units: [(text: String, factor: Double)]
    /// Other spellings, in lower case, for hints only.
    let aliases: [String: String]
    let example: String

    /// How much of the base unit the text stands for; hints follow `example`, or the table's own.
    func value(of text: QuantityText, example: String? = nil) throws(Complaint) -> Double {
        let example = example ?? self.example
        guard !text.unit.isEmpty else {
            throw Complaint("\(text.numberText) has no unit, and \(name) needs one", hint: bareHint(text, example))
        }
        if let unit = units.first(where: { $0.text == text.unit }) { return text.number * unit.factor }
        let meant = aliases[text.unit.lowercased()] ?? Suggestion.nearest(to: text.unit, among: units.map(\.text))
        throw Complaint(
            "'\(YAMLTree.shortened(text.unit))' is no unit of \(name)",
            hint: meant.map { "did you mean \(text.numberText) \($0)?" } ?? "write it as in \(example)"
        )
    }

    private func bareHint(_ text: QuantityText, _ example: String) -> String {
        let usual = example.split(separator: " ").last.map(String.init) ?? ""
        guard usual == "%", text.number > 0, text.number < 1 else { return "did you mean \(text.numberText) \(usual)?" }
        return "did you mean \(ValueText.plain(text.number * 100)) %?"
    }

    /// A pattern for the schema: a number, then one of the units.
    var pattern: String {
        "^[+]?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)? *(" + units.map(\.text).joined(separator: "|") + ")$"
    }
}

/// Numbers as messages print them.
enum ValueText {
    /// At most six decimals, none needless.
    static func plain(_ value: Double) -> String {
        let rounded = (value * 1e6).rounded() / 1e6
        let text = "\(rounded)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// A whole number with commas: `1,000,000`.
    static func grouped(_ value: Int64) -> String {
        let digits = Array(String(value.magnitude))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return (value < 0 ? "-" : "") + text
    }
}

extension String {
    /// The text without blanks at its ends, no-break spaces included.
    var trimmingBlanks: String {
        let body = drop(while: \.isWhitespace)
        return String(body.dropLast(body.reversed().prefix(while: \.isWhitespace).count))
    }
}
