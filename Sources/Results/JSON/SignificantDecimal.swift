/// A number rounded to a few significant decimal digits, six for every score in a results file.
///
/// Rounds the shortest decimal that reads back as the same double, a tie away from zero, so that 0.1234565 becomes
/// 0.123457 as a person would expect. Rounding twice changes nothing. No C library takes part.
struct SignificantDecimal: Hashable, Sendable {
    /// At most as many digits as asked for, without trailing zeros.
    let significand: Int
    /// The power of ten of the last digit.
    let exponent: Int
    let isNegative: Bool

    static let digitCount = 6

    /// Rounds a finite number; anything else is a programmer's error.
    init(rounding number: Double, digitCount: Int = Self.digitCount) {
        precondition((1...15).contains(digitCount), "a double has no \(digitCount) digits to round to")
        precondition(number.isFinite, "\(number) cannot be written: a score that is unknown is left out")
        var digits = DecimalDigits()
        let magnitude = number.magnitude
        if magnitude < Self.powersOfTen[digitCount], magnitude == magnitude.rounded(.towardZero) {
            digits.significand = Int(magnitude)
        } else {
            digits.read(magnitude.description.utf8, digitCount: digitCount)
        }
        digits.normalise()
        significand = digits.significand
        exponent = digits.exponent
        isNegative = number < 0 && digits.significand != 0
    }

    /// The double nearest to the rounded decimal.
    var value: Double {
        let scale = exponent.magnitude
        // Powers of ten up to 10^22 are doubles without an error, so that one division or product rounds correctly.
        guard scale < Self.powersOfTen.count else { return Double(literal) ?? 0 }
        let magnitude = Double(significand)
        let scaled = exponent < 0 ? magnitude / Self.powersOfTen[Int(scale)] : magnitude * Self.powersOfTen[Int(scale)]
        return isNegative ? -scaled : scaled
    }

    /// The decimal as JSON writes it: plain from 0.000001 up to 21 digits, otherwise with an exponent.
    var literal: String {
        let digits = String(significand)
        let point = digits.utf8.count + exponent
        let sign = isNegative ? "-" : ""
        switch point {
        case _ where significand == 0: return "0"
        case 1...21 where exponent >= 0: return sign + digits + String(repeating: "0", count: exponent)
        case 1...21: return sign + digits.prefix(point) + "." + digits.dropFirst(point)
        case -5...0: return sign + "0." + String(repeating: "0", count: -point) + digits
        default:
            let fraction = digits.utf8.count > 1 ? "." + digits.dropFirst() : ""
            return sign + digits.prefix(1) + fraction + "e" + String(point - 1)
        }
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}

extension Double {
    /// The nearest number of six significant digits, as results files keep it.
    public var roundedToSixDigits: Double { SignificantDecimal(rounding: self).value }

    /// A finite number in decimal, rounded to at most 15 significant digits, without trailing zeros.
    public func text(significantDigits: Int) -> String {
        SignificantDecimal(rounding: self, digitCount: significantDigits).literal
    }
}

/// The digits of a decimal while they are read and rounded.
private struct DecimalDigits {
    var significand = 0
    var exponent = 0

    /// Reads what `Double.description` writes, such as `12.5`, `1e-07` or `1.25e+20`.
    mutating func read(_ text: String.UTF8View, digitCount: Int) {
        var keptCount = 0
        var isPastPoint = false
        var roundsUp: Bool?
        var rest = text[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "."): isPastPoint = true
            case UInt8(ascii: "e"):
                exponent += Int(Substring(rest)) ?? 0
                rest = rest.suffix(0)
            default:
                let digit = Int(byte) - 48
                if keptCount == digitCount {
                    if roundsUp == nil { roundsUp = digit >= 5 }
                    exponent += isPastPoint ? 0 : 1
                } else {
                    significand = significand * 10 + digit
                    keptCount += significand == 0 ? 0 : 1
                    exponent -= isPastPoint ? 1 : 0
                }
            }
        }
        significand += roundsUp == true ? 1 : 0
    }

    mutating func normalise() {
        guard significand != 0 else {
            exponent = 0
            return
        }
        while significand.isMultiple(of: 10) {
            significand /= 10
            exponent += 1
        }
    }
}
