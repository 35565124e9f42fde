/// A number held as the unevaluated sum of two doubles, for about 106 significant bits.
///
/// Sums and products are exact up to the last bits of `low` (Dekker, Numer. Math. 18, 1971; Knuth, TAOCP 2, 4.2.2).
/// No fused multiply-add is used, so that every machine with IEEE 754 arithmetic computes the same bits.
struct DoubleDouble: Sendable {
    let high: Double
    let low: Double

    init(_ high: Double, _ low: Double = 0) {
        self.high = high
        self.low = low
    }

    /// The exact sum of two doubles.
    init(adding left: Double, _ right: Double) {
        high = left + right
        let part = high - left
        low = (left - (high - part)) + (right - part)
    }

    /// The exact sum of two doubles of which the first is not the smaller in magnitude.
    init(adding larger: Double, small: Double) {
        high = larger + small
        low = small - (high - larger)
    }

    /// The exact product of two doubles whose magnitudes lie well inside the range of Double.
    init(multiplying left: Double, _ right: Double) {
        high = left * right
        let (a, b) = Self.halves(left)
        let (c, d) = Self.halves(right)
        low = ((a * c - high) + a * d + b * c) + b * d
    }

    static func + (left: Self, right: Self) -> Self {
        let sum = Self(adding: left.high, right.high)
        return Self(adding: sum.high, small: sum.low + (left.low + right.low))
    }

    static func * (left: Self, right: Self) -> Self {
        let product = Self(multiplying: left.high, right.high)
        return Self(adding: product.high, small: product.low + (left.high * right.low + left.low * right.high))
    }

    static func / (left: Self, right: Self) -> Self {
        let first = left.high / right.high
        let back = Self(first) * right
        let rest = (left.high - back.high) - back.low + left.low
        return Self(adding: first, small: rest / right.high)
    }

    /// Veltkamp's splitting into 26 and 27 bits.
    private static func halves(_ value: Double) -> (Double, Double) {
        let scaled = value * 134_217_729
        let top = scaled - (scaled - value)
        return (top, value - top)
    }
}
