/// A number from 0, never, to 1, always.
public struct Probability: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let value: Double

    /// Makes a probability, or `nil` where `value` is not within 0...1.
    public init?(_ value: Double) {
        guard (0...1).contains(value) else { return nil }
        self.value = value
    }

    private init(known value: Double) { self.value = value }

    public static var never: Probability { Probability(known: 0) }
    public static var always: Probability { Probability(known: 1) }

    /// The nearest probability to any number; what is not a number becomes `never`.
    public init(clamping value: Double) { self.init(known: value >= 1 ? 1 : value > 0 ? value : 0) }

    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}
