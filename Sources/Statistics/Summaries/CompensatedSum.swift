/// A running sum whose rounding error does not grow with the number of terms.
///
/// A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54 (1974).
public struct CompensatedSum: Hashable, Sendable {
    private var total = 0.0
    private var compensation = 0.0

    public init() {}

    public init(_ values: some Sequence<Double>) { for value in values { add(value) } }

    public var value: Double { total + compensation }

    public mutating func add(_ term: Double) {
        let sum = total + term
        compensation += abs(total) >= abs(term) ? (total - sum) + term : (term - sum) + total
        total = sum
    }
}
