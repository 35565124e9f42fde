/// The elementary functions where many are wanted and the last digits are not: several times faster than `Elementary`.
///
/// Made of +, -, * and / alone as those are, so that they give the same bits on every machine.
public enum FastElementary {
    public static let pi = 3.141592653589793

    /// The sine of an angle given in whole turns; absolute error below 1e-11.
    public static func sine(turns: Double) -> Double {
        var turn = turns - (turns + 0.5).rounded(.down)
        if turn > 0.25 { turn = 0.5 - turn } else if turn < -0.25 { turn = -0.5 - turn }
        let angle = 2 * pi * turn
        let square = angle * angle
        var sum = 0.0
        for divisor in [210.0, 156, 110, 72, 42, 20, 6] {
            sum = -square / divisor * (1 + sum)
        }
        return angle * (1 + sum)
    }

    /// The cosine of an angle given in whole turns.
    public static func cosine(turns: Double) -> Double { sine(turns: turns + 0.25) }

    /// e to the power of `x`; relative error below 1e-13 for |x| < 700.
    public static func exponential(_ x: Double) -> Double {
        let power = (x * 1.4426950408889634).rounded()
        let rest = (x - power * 0.693147180369123816490) - power * 1.90821492927058770002e-10
        var sum = 1.0
        for divisor in stride(from: 13.0, through: 1, by: -1) {
            sum = 1 + rest / divisor * sum
        }
        return sum * Double(sign: .plus, exponent: Int(power), significand: 1)
    }

    /// e to the power of `-x` for `x` from 0 on; relative error below 1e-15 up to 700, then 0.
    public static func decay(_ x: Double) -> Double {
        guard x <= 700 else { return x.isNaN ? x : 0 }
        // Adding and taking away 1.5 * 2^52 rounds to a whole number.
        let count = (x * 1.4426950408889634 + 0x1.8p52) - 0x1.8p52
        let r = -((x - count * 0.693147180369123816490) - count * 1.90821492927058770002e-10)
        // The series in pairs, then fours and eights: half the length of the chain that Horner's rule makes.
        let square = r * r
        let fourth = square * square
        let eighth = fourth * fourth
        let first = (1 + r) + square * (1 / 2 + r * (1 / 6))
        let second = (1 / 24 + r * (1 / 120)) + square * (1 / 720 + r * (1 / 5_040))
        let third = (1 / 40_320 + r * (1 / 362_880)) + square * (1 / 3_628_800 + r * (1 / 39_916_800))
        let last = 1 / 479_001_600 + r * (1 / 6_227_020_800)
        let sum = (first + fourth * second) + eighth * (third + fourth * last)
        return sum * Double(bitPattern: UInt64(1_023 - Int(count)) << 52)
    }

    /// The natural logarithm of a positive finite number; absolute error below 1e-13 near 1.
    public static func logarithm(_ x: Double) -> Double {
        var (mantissa, exponent) = parts(of: x)
        if mantissa > 1.4142135623730951 {
            mantissa /= 2
            exponent += 1
        }
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio
        var sum = 1.0 / 17
        sum = sum * square + 1.0 / 15
        sum = sum * square + 1.0 / 13
        sum = sum * square + 1.0 / 11
        sum = sum * square + 1.0 / 9
        sum = sum * square + 1.0 / 7
        sum = sum * square + 1.0 / 5
        sum = sum * square + 1.0 / 3
        sum = sum * square + 1
        return exponent * 0.6931471805599453 + 2 * ratio * sum
    }

    /// A positive finite number as a mantissa within 1..<2 and a power of two.
    private static func parts(of x: Double) -> (mantissa: Double, exponent: Double) {
        guard x.isNormal else { return (x.significand, Double(x.exponent)) }
        let bits = x.bitPattern
        let mantissa = Double(bitPattern: bits & 0x000F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000)
        return (mantissa, Double(Int(bits >> 52) - 1_023))
    }
}
