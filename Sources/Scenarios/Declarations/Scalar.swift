/// What is wrong with one value, still without its place.
struct Complaint: Error {
    var message: String
    var hint: String?

    init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}

/// How one kind of plain value is written and read.
struct Scalar<Value: Sendable>: Sendable {
    let grammar: ScalarGrammar
    let read: @Sendable (String) throws(Complaint) -> Value

    init(_ grammar: ScalarGrammar, read: @escaping @Sendable (String) throws(Complaint) -> Value) {
        self.grammar = grammar
        self.read = read
    }
}

/// What the schema and the reference say about a kind of plain value.
struct ScalarGrammar: Sendable {
    enum Form: Sendable {
        case text
        case pattern(String)
        case choice([String])
        case boolean
        /// A whole number, perhaps with a unit that may be left out.
        case integer(ClosedRange<Int64>, unit: String?)
        /// A number without a unit.
        case number(ClosedRange<Double>)
        /// A number without a unit, or a quantity of this pattern.
        case measure(String)
        /// A whole number from 0 to 2^64 - 1.
        case unsigned
    }

    let name: String
    let form: Form
    /// The allowed range in words, or `nil` where every value of the form is.
    var range: String?

    /// What the reference prints as the value's kind.
    var summary: String {
        let base =
            switch form {
            case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
            default: name
            }
        return base + (range.map { ", \($0)" } ?? "")
    }
}
