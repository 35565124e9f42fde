import QualityModels

extension Scalar where Value == Int {
    /// A whole number within a range, its unit spelt out or left out.
    static func integer(_ range: ClosedRange<Int64>, unit: String? = nil) -> Scalar {
        let words = "\(ValueText.grouped(range.lowerBound)) to \(ValueText.grouped(range.upperBound))"
        let grammar = ScalarGrammar(name: "whole number", form: .integer(range, unit: unit), range: words)
        return Scalar(grammar) { (text) throws(Complaint) in
            let example = "\(max(range.lowerBound, min(range.upperBound, 30)))"
            let quantity = try QuantityText(text, example: example)
            guard quantity.unit.isEmpty || quantity.unit == unit else {
                throw Complaint(
                    "'\(YAMLTree.shortened(quantity.unit))' may not follow a number here",
                    hint: "write \(quantity.numberText)" + (unit.map { " or \(quantity.numberText) \($0)" } ?? "")
                )
            }
            guard quantity.number == quantity.number.rounded() else {
                throw Complaint("\(quantity.numberText) is no whole number")
            }
            guard quantity.number >= Double(range.lowerBound), quantity.number <= Double(range.upperBound) else {
                throw Complaint("\(quantity.numberText) is outside \(words)")
            }
            return Int(quantity.number)
        }
    }
}

extension Scalar where Value == Int {
    /// The version of the format, of which there is one so far.
    static let formatVersion = Scalar(integer(1...1).grammar) { (text) throws(Complaint) in
        if let version = Int(text.trimmingBlanks), version > 1 {
            throw Complaint(
                "format \(version) was written for a newer Rehearsal; this one reads format 1",
                hint: "update Rehearsal, or write 1 if the file needs nothing newer"
            )
        }
        return try integer(1...1).read(text)
    }
}

extension Scalar where Value == UInt64 {
    /// A whole number of 64 bits.
    static let seed = Scalar(
        ScalarGrammar(name: "whole number", form: .unsigned, range: "0 to 18,446,744,073,709,551,615")
    ) { (text) throws(Complaint) in
        guard let value = UInt64(text.trimmingBlanks) else {
            throw Complaint("'\(YAMLTree.shortened(text))' is no whole number from 0 to 2^64 - 1", hint: "write 7")
        }
        return value
    }
}

extension Scalar where Value == Bool {
    static let boolean = Scalar(ScalarGrammar(name: "`true` or `false`", form: .boolean)) { (text) throws(Complaint) in
        switch text {
        case "true": true
        case "false": false
        default:
            throw Complaint(
                "'\(YAMLTree.shortened(text))' is neither true nor false",
                hint: ["yes": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false"][
                    text.lowercased()
                ].map { "did you mean \($0)?" }
            )
        }
    }
}

extension Scalar where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// Any one word of a closed set.
    static var choice: Scalar { choice(among: Array(Value.allCases)) }
}

extension Scalar where Value: RawRepresentable, Value.RawValue == String {
    /// One of these words.
    static func choice(among values: [Value]) -> Scalar {
        let words = values.map(\.rawValue)
        return Scalar(ScalarGrammar(name: "word", form: .choice(words))) { (text) throws(Complaint) in
            guard let value = values.first(where: { $0.rawValue == text }) else {
                throw Complaint(
                    "'\(YAMLTree.shortened(text))' is none of \(words.joined(separator: ", "))",
                    hint: Suggestion.nearest(to: text, among: words).map { "did you mean \($0)?" }
                )
            }
            return value
        }
    }
}

extension Scalar where Value == Scenario.Tier {
    /// A tier that is built.
    static let tier = Scalar(choice.grammar) { (text) throws(Complaint) in
        guard text != "live" else {
            throw Complaint("the tier live is not built yet", hint: "write media or packet, or leave it out")
        }
        return try choice.read(text)
    }
}

extension Scalar where Value == String {
    /// One line of free text.
    static let sentence = Scalar(ScalarGrammar(name: "text", form: .text)) { (text) throws(Complaint) in
        guard !text.trimmingBlanks.isEmpty else { throw Complaint("there is no text") }
        guard text.utf8.count <= 2_000 else { throw Complaint("the text is longer than 2,000 bytes") }
        return text
    }

    /// A name that is also part of file names, paths and tags.
    static let name = Scalar(
        ScalarGrammar(name: "name", form: .pattern("^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"), range: "at most 64 characters")
    ) { (text) throws(Complaint) in
        let isWord = text.unicodeScalars.allSatisfy {
            switch $0 {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
            default: false
            }
        }
        guard isWord, let first = text.first, !"-_".contains(first), text.count <= 64 else {
            throw Complaint(
                "'\(YAMLTree.shortened(text))' is no name",
                hint: "use letters, digits, hyphens and underscores, such as home-fttc"
            )
        }
        return text
    }
}
