import Statistics
public import Units

/// Gaps in which a link's radio changes over: nothing comes out, and then all that was held at the link's rate.
///
/// Gaps begin at the events of a Poisson process and last log-normally. In some the packets are not held but lost:
/// the old access point kept them. The form is ours, after network.md 3.4: held with probability .8, lost with .2 for
/// Wi-Fi (secondary web sources).
public struct Handover: Hashable, Sendable {
    /// The mean time from the beginning of one to that of the next.
    public let meanInterval: TimeDelta
    /// The median of a gap, and what 95 of 100 are shorter than.
    public let median: TimeDelta
    public let p95: TimeDelta
    /// The chance that a gap loses what comes in during it.
    public let lossProbability: Probability

    private let logDeviation: Double

    /// Makes handovers; `nil` where a gap has no length, the percentile lies below the median or more than a hundred
    /// times above it, or there is no time between gaps.
    public init?(meanInterval: TimeDelta, median: TimeDelta, p95: TimeDelta, lossProbability: Probability) {
        guard median > .zero, p95 >= median, p95 <= median * 100, meanInterval > p95 else { return nil }
        self.meanInterval = meanInterval
        self.median = median
        self.p95 = p95
        self.lossProbability = lossProbability
        logDeviation =
            Elementary.log(Double(p95.nanoseconds) / Double(median.nanoseconds)) / Elementary.normalQuantile(0.95)
    }

    /// The length that a standard normal value stands for.
    func duration(at score: Double) -> TimeDelta {
        TimeDelta(
            nanoseconds: Int64((Double(median.nanoseconds) * Elementary.exp(logDeviation * score)).rounded())
        )
    }
}
