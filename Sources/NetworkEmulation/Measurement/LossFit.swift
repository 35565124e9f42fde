import Statistics
public import Units

/// The losses of a measurement against the simple Gilbert model.
public struct LossFit: Hashable, Sendable {
    /// Fewer runs of losses tell no mean run.
    public static let fewestRuns = 20
    /// Packets further apart do not show how long a fade is.
    public static let widestSpacing = TimeDelta.milliseconds(50)

    public let way: PathMeasurement.Way
    public let packetCount: Int
    public let lossCount: Int
    /// The loss rate of one direction.
    ///
    /// Of round trips it is 1 - sqrt(1 - rate): assumed is that both directions lose alike and apart.
    public let rate: ProfileFit.Estimate
    /// The measured rate, there and back where that is the way.
    public let measuredRate: Double
    /// Wald and Wolfowitz's statistic: below about -2, losses cluster.
    public let clustering: Double?
    /// The model's chances by packet, with their standard errors; `nil` where there are too few losses.
    public let gilbert: GilbertEstimate?
    public let burstRatio: Double?
    public let meanRun: Double?
    /// The mean run of packets 10 ms apart that the fitted fades make, as profiles want it.
    public let meanRunAtProfileSpacing: Double?
    public let spacing: TimeDelta?

    init?(_ measurements: [PathMeasurement]) {
        guard let first = measurements.first else { return nil }
        way = first.way
        let tally = LossTally(measurements.flatMap(\.losses))
        guard let measured = tally.lossRate else { return nil }
        packetCount = tally.packetCount
        lossCount = tally.lossCount
        measuredRate = measured
        clustering = IndependenceTest(tally)?.z
        gilbert = GilbertEstimate(tally)
        burstRatio = tally.burstRatio
        meanRun = tally.meanRun
        spacing = first.spacing
        let interval = Self.interval(tally, measured, clustering, gilbert)
        let isRoundTrip = way == .roundTrip
        func oneWay(_ rate: Double) -> Double { isRoundTrip ? 1 - (1 - rate).squareRoot() : rate }
        rate = ProfileFit.Estimate(
            value: oneWay(measured),
            lower: interval?.lower.map(oneWay),
            upper: interval?.upper.map(oneWay)
        )
        meanRunAtProfileSpacing = Self.run(measured, gilbert, tally.runs.count, first.spacing)
    }

    /// Clopper and Pearson's where losses look independent; else normal, with the variance of the fitted chain.
    private static func interval(
        _ tally: LossTally,
        _ rate: Double,
        _ clustering: Double?,
        _ gilbert: GilbertEstimate?
    ) -> ConfidenceInterval? {
        guard let clustering, clustering < -1.96, let gilbert else {
            return ClopperPearson.interval(successes: tally.lossCount, trials: tally.packetCount)
        }
        let memory = min(max(1 - gilbert.leaveGood.value - gilbert.leaveBad.value, 0), 0.999_999)
        let variance = rate * (1 - rate) / Double(tally.packetCount) * (1 + memory) / (1 - memory)
        let margin = 1.96 * variance.squareRoot()
        return ConfidenceInterval(lower: max(rate - margin, 0), upper: min(rate + margin, 1))
    }

    /// From the chain at the measured spacing to fades in time, and back to packets as far apart as profiles have them.
    private static func run(
        _ rate: Double,
        _ gilbert: GilbertEstimate?,
        _ runs: Int,
        _ spacing: TimeDelta?
    ) -> Double? {
        guard let gilbert, runs >= fewestRuns, let spacing, spacing > .zero, spacing <= widestSpacing, rate < 1 else {
            return nil
        }
        let decay = (1 - gilbert.leaveBad.value - rate) / (1 - rate)
        guard decay > 0 else { return 1 / (1 - rate) }
        guard decay < 1 else { return nil }
        let steps = Double(AccessProfile.lossRunSpacing.nanoseconds) / Double(spacing.nanoseconds)
        let stays = rate + (1 - rate) * Elementary.exp(Elementary.log(decay) * steps)
        return stays < 1 ? 1 / (1 - stays) : nil
    }

    /// Why there is no `meanRunAtProfileSpacing`.
    var whyNoRun: String {
        guard let spacing else { return "the files do not tell how far apart the packets were (see --interval)" }
        if spacing > Self.widestSpacing {
            return "packets \(Int(spacing.milliseconds.rounded())) ms apart do not show how long a fade is; at most "
                + "\(Self.widestSpacing.wholeMilliseconds) ms do"
        }
        return "\(Self.fewestRuns) runs of losses are the least that tell a mean"
    }
}
