import Units

/// A probability estimated from independent trials.
public struct EstimatedProbability: Hashable, Sendable {
    public let value: Double
    public let trialCount: Int

    init?(successes: Int, trials: Int) {
        guard trials > 0 else { return nil }
        value = Double(successes) / Double(trials)
        trialCount = trials
    }

    /// sqrt(p (1 - p) / n).
    public var standardError: Double { (value * (1 - value) / Double(trialCount)).squareRoot() }
}

/// The simple Gilbert model (all lost when bad, none when good) of greatest likelihood for a record of packets.
///
/// p = n01 / (n00 + n01) and r = n10 / (n10 + n11), given the first packet.
public struct GilbertEstimate: Hashable, Sendable {
    /// Fewer runs of losses do not tell one model from another.
    public static let fewestRuns = 100

    /// The chance that a packet after a kept one is lost.
    public let leaveGood: EstimatedProbability
    /// The chance that a packet after a lost one is kept.
    public let leaveBad: EstimatedProbability
    public let runCount: Int

    /// The estimate, or `nil` where the record never left a state because it was never in it.
    public init?(_ tally: LossTally) {
        guard
            let leaveGood = EstimatedProbability(
                successes: tally.keptThenLost,
                trials: tally.keptThenKept + tally.keptThenLost
            ),
            let leaveBad = EstimatedProbability(
                successes: tally.lostThenKept,
                trials: tally.lostThenKept + tally.lostThenLost
            )
        else { return nil }
        self.leaveGood = leaveGood
        self.leaveBad = leaveBad
        runCount = tally.runs.count
    }

    /// Whether there are enough runs to believe the estimate.
    public var isIdentified: Bool { runCount >= Self.fewestRuns }

    public var model: GilbertElliott {
        GilbertElliott(
            pace: .packets(
                leaveGood: Probability(clamping: leaveGood.value),
                leaveBad: Probability(clamping: leaveBad.value)
            )
        )
    }
}
