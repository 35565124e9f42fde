import Statistics

/// Pearson's chi-squared test of the runs of losses against the geometric law of a simple Gilbert model.
public struct RunLengthTest: Hashable, Sendable {
    /// How many runs have 1, 2, … packets; the last bin holds all longer ones.
    public private(set) var observed: [Int]
    public private(set) var expected: [Double]
    public let statistic: Double
    public let degreesOfFreedom: Int

    /// Compares with P(run = k) = r (1 - r)^(k-1).
    ///
    /// The bins are 1, 2, … `longest` and all beyond; from the end, bins that expect fewer than 5 runs become one with that
    /// before. One degree of freedom fewer than bins, and one more fewer where `leaveBad` was estimated from the same runs. `nil`
    /// where fewer than two bins are left.
    public init?(runs: [Int], leaveBad: Double, isFitted: Bool, longest: Int = 12) {
        guard leaveBad > 0, leaveBad < 1, longest >= 1 else { return nil }
        observed = [Int](repeating: 0, count: longest + 1)
        for run in runs { observed[min(run, longest + 1) - 1] += 1 }
        var beyond = Double(runs.count)
        expected = (0..<longest).map { _ in
            let expectation = beyond * leaveBad
            beyond -= expectation
            return expectation
        }
        expected.append(beyond)
        while expected.count > 1, let last = expected.last, last < 5 {
            expected.removeLast()
            expected[expected.count - 1] += last
            let rest = observed.removeLast()
            observed[observed.count - 1] += rest
        }
        degreesOfFreedom = expected.count - (isFitted ? 2 : 1)
        guard degreesOfFreedom >= 1 else { return nil }
        statistic = zip(observed, expected).reduce(0) { sum, bin in
            sum + (Double(bin.0) - bin.1) * (Double(bin.0) - bin.1) / bin.1
        }
    }

    /// The chance of so large a statistic where the law holds.
    public var pValue: Double { ChiSquared.upperTail(statistic, degreesOfFreedom: degreesOfFreedom) }
}
