/// A range that holds an unknown number with a stated confidence.
public struct ConfidenceInterval: Hashable, Sendable {
    /// The lower end; `nil` where the samples are too few to bound the number from below.
    public let lower: Double?
    /// The upper end; `nil` where the samples are too few to bound the number from above.
    public let upper: Double?

    public init(lower: Double?, upper: Double?) {
        self.lower = lower
        self.upper = upper
    }

    /// Whether the range does not exclude `value`.
    public func contains(_ value: Double) -> Bool { lower ?? value <= value && value <= upper ?? value }
}
