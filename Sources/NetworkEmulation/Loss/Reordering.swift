public import Units

/// Packets that are sent at once, ahead of those that the delay still holds, in netem's terms.
public struct Reordering: Hashable, Sendable {
    /// The chance of a packet that may be early.
    public let probability: Probability
    /// A packet may be early after `gap` - 1 others in a row were not; 1 lets each be.
    public let gap: Int

    public init(probability: Probability, gap: Int = 1) {
        precondition(gap >= 1, "a gap is at least one packet")
        self.probability = probability
        self.gap = gap
    }

    /// The share of packets that are early in the long run: 1 / (gap - 1 + 1 / probability).
    public var share: Double {
        probability == .never ? 0 : 1 / (Double(gap - 1) + 1 / probability.value)
    }
}
