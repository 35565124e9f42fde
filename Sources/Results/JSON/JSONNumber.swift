/// A number of a JSON text, kept as it is written, so that reading and writing loses nothing.
public struct JSONNumber: Hashable, Sendable {
    /// The number as RFC 8259, section 6 writes it.
    public let literal: String

    /// Takes a literal that a parser has checked.
    init(checked literal: String) { self.literal = literal }

    /// A whole number, exactly.
    public init(_ value: some FixedWidthInteger) { literal = String(value) }

    /// A score, rounded to six significant digits; it must be finite.
    public init(score: Double) { literal = SignificantDecimal(rounding: score).literal }

    /// The shortest decimal that reads back as the same double, for limits and settings; it must be finite.
    public init(exact value: Double) {
        precondition(value.isFinite, "\(value) cannot be written as a JSON number")
        let text = value.description
        literal = value == 0 ? "0" : text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// A span or point in time in seconds, exact to the nanosecond.
    public init(secondsFromNanoseconds nanoseconds: Int64) {
        let (seconds, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        var fraction = String(rest)
        fraction = String(repeating: "0", count: 9 - fraction.utf8.count) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        literal = (nanoseconds < 0 ? "-" : "") + String(seconds) + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// The nearest double.
    public var value: Double { Double(literal) ?? 0 }

    /// The whole number, or `nil` where it has a fraction or an exponent, or does not fit.
    public var integer: Int? { Int(literal) }

    /// The nanoseconds in this many seconds, exactly; `nil` for an exponent, a tenth decimal or what does not fit.
    public var nanosecondsFromSeconds: Int64? {
        let parts = literal.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ Int64($0) }), parts.count <= 2 else { return nil }
        let digits = parts.count == 2 ? parts[1] : "0"
        guard digits.utf8.count <= 9,
            let fraction = Int64(digits + String(repeating: "0", count: 9 - digits.utf8.count))
        else { return nil }
        let (product, productOverflows) = whole.multipliedReportingOverflow(by: 1_000_000_000)
        let signed = literal.hasPrefix("-") ? -fraction : fraction
        let (sum, sumOverflows) = product.addingReportingOverflow(signed)
        return productOverflows || sumOverflows ? nil : sum
    }
}
