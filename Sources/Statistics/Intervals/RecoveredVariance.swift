/// Intervals for the difference and the ratio of two independent numbers, from an interval for each.
///
/// The method of variance estimates recovery: Zou and Donner, Statistics in Medicine 27 (2008), of which Newcombe's hybrid
/// score method (Statistics in Medicine 17, 1998, method 10) is the case of two shares with Wilson's intervals; for
/// ratios Donner and Zou, Statistical Methods in Medical Research 21 (2012), in a form without cancellation.
public enum RecoveredVariance {
    /// A number and where it may lie.
    public struct Estimate: Hashable, Sendable {
        public let value: Double
        public let lower: Double
        public let upper: Double

        public init(_ value: Double, _ lower: Double, _ upper: Double) {
            self.value = value
            self.lower = lower
            self.upper = upper
        }
    }

    /// The interval of the first less the second.
    public static func difference(_ one: Estimate, _ other: Estimate) -> (lower: Double, upper: Double) {
        let value = one.value - other.value
        let below = hypotenuse(one.value - one.lower, other.upper - other.value)
        let above = hypotenuse(one.upper - one.value, other.value - other.lower)
        return (value - below, value + above)
    }

    /// The interval of the first over the second, neither of which can be negative; `nil` where the second is zero.
    ///
    /// The upper end is infinite where the second may be zero.
    public static func ratio(_ one: Estimate, _ other: Estimate) -> (lower: Double, upper: Double)? {
        guard other.value > 0 else { return nil }
        let product = one.value * other.value
        func root(_ first: Double, _ second: Double) -> Double {
            max(product * product - first * second, 0).squareRoot()
        }
        let low = one.lower * (2 * one.value - one.lower)
        let wide = other.upper * (2 * other.value - other.upper)
        let below = product + root(low, wide)
        let high = one.upper * (2 * one.value - one.upper)
        let narrow = other.lower * (2 * other.value - other.lower)
        return (
            below > 0 ? max(low / below, 0) : 0,
            narrow > 0 ? (product + root(high, narrow)) / narrow : .infinity
        )
    }

    private static func hypotenuse(_ one: Double, _ other: Double) -> Double {
        (one * one + other * other).squareRoot()
    }
}
