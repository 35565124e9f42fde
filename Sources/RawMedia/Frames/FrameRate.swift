/// Pictures a second, as an exact ratio in lowest terms.
public struct FrameRate: Hashable, Sendable {
    public let numerator: Int
    public let denominator: Int

    /// A whole number of pictures a second, from 1 to 1,000.
    public init(_ perSecond: Int) {
        precondition((1...1_000).contains(perSecond), "a frame rate lies within 1 to 1000 a second")
        numerator = perSecond
        denominator = 1
    }

    /// Makes a rate from a ratio of numbers up to 10^9, or `nil` unless it lies within 1/1000 to 1000 a second.
    public init?(_ numerator: Int, per denominator: Int) {
        let limit = 1_000_000_000
        guard (1...limit).contains(numerator), (1...limit).contains(denominator),
            numerator <= 1_000 * denominator, denominator <= 1_000 * numerator
        else { return nil }
        var (divisor, rest) = (numerator, denominator)
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    public var perSecond: Double { Double(numerator) / Double(denominator) }

    /// The latest frame at this rate that is not later than frame `index` at `other`; both begin with frame 0.
    public func index(notAfter index: Int, at other: FrameRate) -> Int {
        precondition(index >= 0, "frames are counted from 0")
        let dividend = UInt64(index).multipliedFullWidth(by: UInt64(numerator) * UInt64(other.denominator))
        return Int(UInt64(denominator * other.numerator).dividingFullWidth(dividend).quotient)
    }
}
