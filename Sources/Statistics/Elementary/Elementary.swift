/// Elementary functions that give the same bits on every machine with IEEE 754 arithmetic.
///
/// The C library's functions differ between versions and between CPUs of one version, so a result of theirs must
/// not reach an event. These use only `+ - * /`, rounding and bit patterns, and no fused multiply-add.
/// Tests hold `log` and `log2` within 1 unit in the last place (ulp) of glibc's, `log10` within 3, and `exp`, `pow`,
/// `sin` and `cos` within 2, over the ranges that they sample; no bound is proved.
/// Special values follow IEEE 754-2019, section 9.2.1.
///
/// The methods are ours: argument reduction, then series whose coefficients are reciprocal integers.
public enum Elementary {
    /// The natural logarithm; NaN below zero, minus infinity at zero.
    public static func log(_ x: Double) -> Double {
        guard isOrdinary(x) else { return logarithmOfSpecial(x) }
        return logarithm(x).high
    }

    /// The logarithm to base 2, exact for powers of two.
    public static func log2(_ x: Double) -> Double {
        guard isOrdinary(x) else { return logarithmOfSpecial(x) }
        let (exponent, mantissa) = split(x)
        let fraction = logarithm(ofMantissa: mantissa) * DoubleDouble(0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56)
        return (DoubleDouble(Double(exponent)) + fraction).high
    }

    /// The logarithm to base 10, exact for those powers of ten that a double holds exactly.
    public static func log10(_ x: Double) -> Double {
        guard isOrdinary(x) else { return logarithmOfSpecial(x) }
        return (logarithm(x) * DoubleDouble(0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57)).high
    }

    private static func isOrdinary(_ x: Double) -> Bool { x > 0 && x < .infinity }

    private static func logarithmOfSpecial(_ x: Double) -> Double {
        x == 0 ? -.infinity : x > 0 ? x : .nan
    }

    /// `x` as a whole power of two times a mantissa between the square roots of 1/2 and 2.
    private static func split(_ x: Double) -> (exponent: Int, mantissa: Double) {
        let isSubnormal = x < 0x1p-1022
        let bits = (isSubnormal ? x * 0x1p54 : x).bitPattern
        let exponent = Int(bits >> 52) - 1_023 - (isSubnormal ? 54 : 0)
        let mantissa = Double(bitPattern: bits & 0x000F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000)
        return mantissa > 0x1.6a09e667f3bcdp+0 ? (exponent + 1, mantissa / 2) : (exponent, mantissa)
    }

    /// The natural logarithm of a positive finite number to about 95 bits.
    static func logarithm(_ x: Double) -> DoubleDouble {
        let (exponent, mantissa) = split(x)
        // The first part of ln 2 has 42 bits, so that its product with an exponent is exact.
        let scale = DoubleDouble(
            adding: Double(exponent) * 0x1.62e42fefa3800p-1,
            small: Double(exponent) * 0x1.ef35793c76730p-45
        )
        return scale + logarithm(ofMantissa: mantissa)
    }

    /// ln m = 2 (s + s^3/3 + s^5/5 + ...), s = (m - 1) / (m + 1), |s| < 0.172.
    private static func logarithm(ofMantissa m: Double) -> DoubleDouble {
        let s = DoubleDouble(m - 1) / DoubleDouble(adding: m, 1)
        let square = s * s
        let z = square.high
        // The first two terms carry the double-double's precision; the rest, below 2^-11 of the sum, needs less.
        let tail =
            z * (1 / 7 + z * (1 / 9 + z * (1 / 11 + z * (1 / 13 + z * (1 / 15 + z * (1 / 17 + z * seriesEnd(z)))))))
        let fifth = DoubleDouble(0x1.999999999999ap-3, -0x1.999999999999ap-57) + DoubleDouble(tail)
        let third = DoubleDouble(0x1.5555555555555p-2, 0x1.5555555555555p-56) + square * fifth
        let sum = s + s * (square * third)
        return DoubleDouble(2 * sum.high, 2 * sum.low)
    }

    private static func seriesEnd(_ z: Double) -> Double {
        1 / 19 + z * (1 / 21 + z * (1 / 23 + z * (1 / 25 + z * (1 / 27))))
    }
}
