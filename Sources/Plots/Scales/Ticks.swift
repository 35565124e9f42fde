/// Round numbers along an axis: 1, 2 or 5 times a power of ten apart.
public struct Ticks: Hashable, Sendable {
    public let values: [Double]
    /// As they are written beside the axis, all with the same number of decimals.
    public let labels: [String]
    /// How far they are apart.
    public let step: Double

    /// The multiples of a round step within a range of numbers, about as many as asked for.
    public init(within range: ClosedRange<Double>, about count: Int = 5) {
        let step = RoundStep(near: (range.upperBound - range.lowerBound) / Double(max(count, 1)))
        self.step = step.value
        guard RoundStep.canCount(range) else {
            (values, labels) = ([], [])
            return
        }
        // A sum of steps would drift, and so would a bound that lies a rounding error beyond a multiple.
        let slack = 1e-9
        let first = Int((range.lowerBound / step.value - slack).rounded(.up))
        let last = Int((range.upperBound / step.value + slack).rounded(.down))
        guard first <= last else { (values, labels) = ([], []); return }
        values = (first...last).map { step.multiple($0) }
        labels = (first...last).map { step.label($0) }
    }

    /// The range from the multiple of a round step below the smallest number to the one above the largest.
    public static func roundRange(_ lower: Double, _ upper: Double, about count: Int = 5) -> ClosedRange<Double> {
        guard lower < upper else {
            let reach = lower == 0 ? 1 : abs(lower) / 2
            return roundRange(lower - reach, lower + reach, about: count)
        }
        guard RoundStep.canCount(lower...upper) else { return lower...upper }
        let step = RoundStep(near: (upper - lower) / Double(max(count, 1)))
        let first = (lower / step.value + 1e-9).rounded(.down)
        let last = (upper / step.value - 1e-9).rounded(.up)
        return step.multiple(Int(first))...step.multiple(Int(last))
    }
}

/// 1, 2 or 5 times a power of ten.
struct RoundStep {
    private let digit: Int
    private let exponent: Int

    /// The smallest round step that is not below a size; sizes that are not positive count as 1.
    init(near size: Double) {
        var (exponent, power) = (0, 1.0)
        let size = size > 0 && size.isFinite ? min(max(size, 1e-12), 1e12) : 1
        while power * 10 <= size { (exponent, power) = (exponent + 1, power * 10) }
        while power > size { (exponent, power) = (exponent - 1, power / 10) }
        let ratio = size / power
        let slack = 1e-9
        if ratio <= 1 + slack {
            (digit, self.exponent) = (1, exponent)
        } else if ratio <= 2 + slack {
            (digit, self.exponent) = (2, exponent)
        } else if ratio <= 5 + slack {
            (digit, self.exponent) = (5, exponent)
        } else {
            (digit, self.exponent) = (1, exponent + 1)
        }
    }

    var value: Double { multiple(1) }

    /// Whether the multiples of a step within a range can be counted exactly.
    static func canCount(_ range: ClosedRange<Double>) -> Bool {
        let largest = max(abs(range.lowerBound), abs(range.upperBound))
        return largest < 1e15 && range.upperBound - range.lowerBound > largest * 1e-9
    }

    /// The double nearest to a multiple.
    func multiple(_ count: Int) -> Double {
        let power = (0..<abs(exponent)).reduce(1.0) { power, _ in power * 10 }
        return exponent < 0 ? Double(count * digit) / power : Double(count * digit) * power
    }

    /// A multiple in decimal, with as many decimals as the step needs.
    func label(_ count: Int) -> String {
        let number = count * digit
        guard exponent < 0 else {
            return number == 0 ? "0" : String(number) + String(repeating: "0", count: exponent)
        }
        var digits = String(abs(number))
        digits = String(repeating: "0", count: max(0, 1 - exponent - digits.utf8.count)) + digits
        return (number < 0 ? "-" : "") + digits.dropLast(-exponent) + "." + digits.suffix(-exponent)
    }
}
