extension Elementary {
    /// The exponential function; infinity above 709.79, zero below -745.14.
    public static func exp(_ x: Double) -> Double {
        if x.isNaN { return x }
        return exponential(DoubleDouble(x))
    }

    /// `base` to the power `exponent`; NaN for a negative base and an exponent that is not whole.
    public static func pow(_ base: Double, _ exponent: Double) -> Double {
        if exponent == 0 || base == 1 { return 1 }
        if base.isNaN || exponent.isNaN { return .nan }
        let isWhole = exponent.rounded(.towardZero) == exponent
        let isOdd = isWhole && abs(exponent) < 0x1p53 && Int64(exponent) & 1 == 1
        let sign: Double = base.sign == .minus && isOdd ? -1 : 1
        let magnitude = abs(base)
        if exponent.isInfinite {
            if magnitude == 1 { return 1 }
            return (magnitude > 1) == (exponent > 0) ? .infinity : 0
        }
        if magnitude == 0 || magnitude.isInfinite {
            return sign * ((magnitude == 0) == (exponent > 0) ? 0 : .infinity)
        }
        guard base > 0 || isWhole else { return .nan }
        return sign * power(ofLogarithm: Elementary.logarithm(magnitude), exponent)
    }

    /// What `pow` gives for an ordinary positive base with this logarithm.
    static func power(ofLogarithm logarithm: DoubleDouble, _ exponent: Double) -> Double {
        let rough = exponent * logarithm.high
        if rough > 800 { return .infinity }
        if rough < -800 { return 0 }
        // A tiny exponent would lose bits in the exact product, and the power is then 1 to the last bit anyway.
        if abs(rough) < 0x1p-60 { return 1 }
        return exponential(scaled(logarithm, by: exponent))
    }

    /// A logarithm times an exponent; huge exponents are halved first, for splitting them would overflow.
    private static func scaled(_ logarithm: DoubleDouble, by exponent: Double) -> DoubleDouble {
        guard abs(exponent) > 0x1p900 else { return logarithm * DoubleDouble(exponent) }
        let down = DoubleDouble(exponent * 0x1p-200) * logarithm
        return DoubleDouble(down.high * 0x1p200, down.low * 0x1p200)
    }

    /// exp x = 2^k exp r, |r| <= ln 2 / 2, by the first terms of the series.
    private static func exponential(_ x: DoubleDouble) -> Double {
        if x.high > 709.8 { return .infinity }
        if x.high < -745.2 { return 0 }
        let count = (x.high * 0x1.71547652b82fep+0).rounded()
        let top = DoubleDouble(adding: x.high - count * 0x1.62e42fefa3800p-1, -count * 0x1.ef35793c76730p-45)
        let r = top.high
        let rest = top.low + x.low
        let square = r * r
        // 1/2! + r/3! + ... + r^12/14!
        var series = 1.0 / 87_178_291_200
        // Written out: a loop over an array would cost more than the arithmetic.
        series = 1 / 6_227_020_800 + r * series
        series = 1 / 479_001_600 + r * series
        series = 1 / 39_916_800 + r * series
        series = 1 / 3_628_800 + r * series
        series = 1 / 362_880 + r * series
        series = 1 / 40_320 + r * series
        series = 1 / 5_040 + r * series
        series = 1 / 720 + r * series
        series = 1 / 120 + r * series
        series = 1 / 24 + r * series
        series = 1 / 6 + r * series
        series = 1 / 2 + r * series
        let sum = DoubleDouble(adding: 1, small: r)
        let tail = square * series
        // What lies below the last bit of r counts by the derivative, which is exp r itself.
        let value = sum.high + (sum.low + (tail + rest * (1 + r + tail)))
        return scale(value, byPowerOfTwo: Int(count))
    }

    /// `value` times a power of two, rounded once where the result is subnormal.
    private static func scale(_ value: Double, byPowerOfTwo exponent: Int) -> Double {
        switch exponent {
        case 1_024...: value * 2 * power(exponent - 1)
        case (-1_021)...: value * power(exponent)
        default: value * power(exponent + 200) * 0x1p-200
        }
    }

    private static func power(_ exponent: Int) -> Double { Double(bitPattern: UInt64(exponent + 1_023) << 52) }
}
