public import Units

/// A loss model of two states, good and bad, in which losses cluster.
///
/// The states change either with each packet or, whether packets pass or not, with time. The stationary loss rate is
/// `badShare * lossWhenBad + (1 - badShare) * lossWhenGood`.
///
/// Gilbert, BSTJ 39 (1960); Elliott, BSTJ 42 (1963).
public struct GilbertElliott: Hashable, Sendable {
    /// What makes the state change.
    public enum Pace: Hashable, Sendable {
        /// The state may change after each packet, as in netem's `gemodel`.
        case packets(leaveGood: Probability, leaveBad: Probability)
        /// Sojourns are exponential in time (a continuous-time Markov chain): `badShare` of all time is bad, in spells
        /// that last `meanBad` on average. Packets of every flow see the same fades.
        case time(badShare: Probability, meanBad: TimeDelta)
    }

    /// How long losses last on average where all packets are lost in the bad state and none in the good one.
    public enum MeanBurst: Hashable, Sendable {
        /// The mean length of a bad spell.
        case duration(TimeDelta)
        /// The mean number of packets lost in a row, 1 or more.
        case packets(Double)
    }

    public let pace: Pace
    public let lossWhenGood: Probability
    public let lossWhenBad: Probability

    public init(pace: Pace, lossWhenGood: Probability = .never, lossWhenBad: Probability = .always) {
        self.pace = pace
        self.lossWhenGood = lossWhenGood
        self.lossWhenBad = lossWhenBad
    }

    /// The simple Gilbert model with this loss rate and mean burst.
    ///
    /// `nil` where there is none: a burst that is not positive, or shorter than one packet, or so short that the
    /// packets between bursts do not suffice (`burst * (1 - rate) < rate`).
    public init?(rate: Probability, meanBurst: MeanBurst) {
        switch meanBurst {
        case .duration(let duration):
            guard duration > .zero else { return nil }
            self.init(pace: .time(badShare: rate, meanBad: duration))
        case .packets(let run):
            self.init(rate: rate, burstRatio: run * (1 - rate.value))
            guard run >= 1 else { return nil }
        }
    }

    /// The simple Gilbert model per packet with this loss rate and ITU-T G.107's burst ratio, the mean burst over that
    /// of independent losses at the same rate: p = rate / ratio, r = (1 - rate) / ratio.
    ///
    /// `nil` where a probability would exceed 1 or the rate is 1.
    public init?(rate: Probability, burstRatio: Double) {
        guard rate < .always, burstRatio > 0, burstRatio.isFinite,
            let leaveGood = Probability(rate.value / burstRatio),
            let leaveBad = Probability((1 - rate.value) / burstRatio)
        else { return nil }
        self.init(pace: .packets(leaveGood: leaveGood, leaveBad: leaveBad))
    }

    /// The share of packets, or of time, in the bad state in the long run; a chain that never moves stays good.
    public var badShare: Double {
        switch pace {
        case .packets(let leaveGood, let leaveBad):
            leaveGood == .never ? 0 : leaveGood.value / (leaveGood.value + leaveBad.value)
        case .time(let badShare, _):
            badShare.value
        }
    }

    /// The share of packets lost in the long run.
    public var stationaryLossRate: Double {
        badShare * lossWhenBad.value + (1 - badShare) * lossWhenGood.value
    }
}
