public import Units

/// Why no loss model has the parameters that were asked for.
public struct ImpossibleLoss: Error, Hashable, Sendable {
    /// What would have to hold, such as `p13 + p14 is at most 100 %`.
    public let rule: String
}

/// The general and intuitive model of loss: gaps with isolated losses, and bursts in which packets come through now and then.
///
/// States: 1 kept in a gap, 2 kept in a burst, 3 lost in a burst, 4 lost in a gap, which returns to 1 at once. The state after a move
/// decides, as in netem's `state`. Salsano, Ludovici, Ordine and Giannuzzi, "Definition of a general and intuitive loss model for packet
/// networks and its implementation in the Netem module in the Linux kernel" (2012); the mapping was derived anew and agrees with
/// the published one as remembered.
public struct FourState: Hashable, Sendable {
    /// What makes the state move.
    public enum Pace: Hashable, Sendable {
        /// Each packet, as in netem.
        case packets
        /// Slots of time of this length, whether packets pass or not; all packets in a slot share its fate.
        ///
        /// A chain with a state that always leaves at its first move has no counterpart in continuous time.
        case slots(TimeDelta)
    }

    /// From kept in a gap to lost in a burst.
    public let p13: Probability
    /// From lost in a burst to kept in a gap.
    public let p31: Probability
    /// From lost in a burst to kept in a burst.
    public let p32: Probability
    /// From kept in a burst to lost in a burst.
    public let p23: Probability
    /// From kept in a gap to lost in a gap.
    public let p14: Probability
    public let pace: Pace

    public init(
        p13: Probability,
        p31: Probability,
        p32: Probability,
        p23: Probability,
        p14: Probability,
        pace: Pace = .packets
    ) throws(ImpossibleLoss) {
        guard p13.value + p14.value <= 1 else { throw ImpossibleLoss(rule: "p13 + p14 is at most 100 %") }
        guard p31.value + p32.value <= 1 else { throw ImpossibleLoss(rule: "p31 + p32 is at most 100 %") }
        if case .slots(let slot) = pace, slot <= .zero { throw ImpossibleLoss(rule: "a slot is longer than nothing") }
        self.p13 = p13
        self.p31 = p31
        self.p32 = p32
        self.p23 = p23
        self.p14 = p14
        self.pace = pace
    }

    /// The shares of packets in states 1 to 4 in the long run; a chain that never leaves state 1 stays there.
    public var shares: (one: Double, two: Double, three: Double, four: Double) {
        guard p13 > .never else {
            let four = p14.value / (1 + p14.value)
            return (1 - four, 0, 0, four)
        }
        guard p31 > .never else {
            // It never comes back from a burst.
            let sum = p23.value + p32.value
            return sum > 0 ? (0, p32.value / sum, p23.value / sum, 0) : (0, 0, 1, 0)
        }
        guard p32 == .never || p23 > .never else { return (0, 1, 0, 0) }
        let three = p13.value / p31.value
        let two = p32 == .never ? 0 : three * p32.value / p23.value
        let sum = 1 + two + three + p14.value
        return (1 / sum, two / sum, three / sum, p14.value / sum)
    }

    /// The share of packets lost in the long run.
    public var stationaryLossRate: Double { shares.three + shares.four }

    /// The chance that the packet after a lost one is lost; `nil` where none is lost.
    public var lossAfterLoss: Double? {
        let shares = shares
        let rate = shares.three + shares.four
        return rate > 0 ? shares.three * (1 - p31.value - p32.value) / rate : nil
    }
}
