/// A base that powers are taken of again and again, with its logarithm taken once.
///
/// The powers have the same bits as those of `Elementary.pow`.
public struct PowerBase: Sendable {
    public let value: Double
    private let logarithm: DoubleDouble

    /// `value` must be positive and finite, and not 1.
    public init(_ value: Double) {
        precondition(value > 0 && value < .infinity && value != 1, "\(value) is no base to take the logarithm of")
        self.value = value
        logarithm = Elementary.logarithm(value)
    }

    /// The base to the power `exponent`, which must be finite.
    public func power(_ exponent: Double) -> Double {
        exponent == 0 ? 1 : Elementary.power(ofLogarithm: logarithm, exponent)
    }
}
