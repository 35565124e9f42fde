/// Wald and Wolfowitz's runs test of independence.
///
/// Ann. Math. Statist. 11 (1940).
public struct IndependenceTest: Hashable, Sendable {
    /// Runs of kept packets and of lost ones.
    public let runCount: Int
    public let expectedRuns: Double
    public let standardDeviation: Double

    /// The test, or `nil` where all packets are of one kind or there are too few.
    public init?(_ tally: LossTally) {
        let (n, lost) = (Double(tally.packetCount), Double(tally.lossCount))
        guard tally.lossCount > 0, tally.lossCount < tally.packetCount else { return nil }
        runCount = tally.keptThenLost + tally.lostThenKept + 1
        expectedRuns = 2 * lost * (n - lost) / n + 1
        standardDeviation = ((expectedRuns - 1) * (expectedRuns - 2) / (n - 1)).squareRoot()
        guard standardDeviation > 0 else { return nil }
    }

    /// Standard deviations from what independence expects; negative where losses cluster.
    public var z: Double { (Double(runCount) - expectedRuns) / standardDeviation }
}
