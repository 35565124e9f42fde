import Statistics
import Testing

@Suite("Intervals")
struct IntervalTests {
    struct Share: Sendable {
        let successes: Int
        let trials: Int
        let interval: (Double, Double)
        let oneSided: (Double, Double)
    }

    /// From scipy.stats 1.17: `binomtest(k, n).proportion_ci(.95, "exact")` and `beta.ppf(.05, k, n - k + 1)`; the last row, where
    /// scipy's root finder stops early, from 50-digit decimal arithmetic.
    static let shares = [
        Share(successes: 0, trials: 10, interval: (0, 0.30849710781876294), oneSided: (0, 0.2588655508930522)),
        Share(
            successes: 8,
            trials: 10,
            interval: (0.4439045376923585, 0.9747892736731665),
            oneSided: (0.4930986989367976, 0.9632285621125349)
        ),
        Share(successes: 10, trials: 10, interval: (0.6915028921812371, 1), oneSided: (0.7411344491069477, 1)),
        Share(
            successes: 95,
            trials: 100,
            interval: (0.887165088894537, 0.9835681208182717),
            oneSided: (0.8977466223567255, 0.9800944363378281)
        ),
        Share(successes: 59, trials: 59, interval: (0.9393910990496601, 1), oneSided: (0.950492390111773, 1)),
        Share(
            successes: 970,
            trials: 1_000,
            interval: (0.9574485975299709, 0.9796695143168853),
            oneSided: (0.9595277627191338, 0.9783252157068546)
        ),
        Share(
            successes: 1,
            trials: 100_000,
            interval: (2.531780477933314e-07, 5.571516034774276e-05),
            oneSided: (5.129328123254254e-07, 4.743775717386053e-05)
        ),
    ]

    @Test("Clopper-Pearson intervals and bounds equal scipy's", arguments: shares)
    func clopperPearson(_ share: Share) throws {
        let interval = try #require(ClopperPearson.interval(successes: share.successes, trials: share.trials))
        #expect(isNear(try #require(interval.lower), share.interval.0))
        #expect(isNear(try #require(interval.upper), share.interval.1))
        let lower = try #require(ClopperPearson.lowerBound(successes: share.successes, trials: share.trials))
        let upper = try #require(ClopperPearson.upperBound(successes: share.successes, trials: share.trials))
        #expect(isNear(lower, share.oneSided.0))
        #expect(isNear(upper, share.oneSided.1))
    }

    @Test("No trials give no interval")
    func noTrials() {
        #expect(ClopperPearson.interval(successes: 0, trials: 0) == nil)
        #expect(ClopperPearson.lowerBound(successes: 2, trials: 1) == nil)
    }

    @Test("The exact coverage of Clopper-Pearson is at least 95 % for every share of a grid")
    func coverage() {
        for trials in [5, 30, 59] {
            let intervals = (0...trials).map { ClopperPearson.interval(successes: $0, trials: trials) }
            for step in 1..<50 {
                let share = Double(step) / 50
                var covered = 0.0
                for (successes, interval) in intervals.enumerated() where interval?.contains(share) == true {
                    covered += Binomial.mass(successes, trials: trials, probability: share)
                }
                #expect(covered >= 0.95, "\(trials) trials of \(share)")
            }
        }
    }

    struct Ranks: Sendable {
        let count: Int
        let fraction: Double
        let oneSided: (Double?, Double?)
        let twoSided: (Double?, Double?)
    }

    /// Ranks by direct search over scipy.stats.binom's distribution function.
    static let ranks = [
        Ranks(count: 10, fraction: 0.5, oneSided: (2, 9), twoSided: (2, 9)),
        Ranks(count: 100, fraction: 0.5, oneSided: (42, 59), twoSided: (40, 61)),
        Ranks(count: 100, fraction: 0.95, oneSided: (91, 99), twoSided: (90, 100)),
        Ranks(count: 59, fraction: 0.95, oneSided: (53, 59), twoSided: (52, nil)),
        Ranks(count: 58, fraction: 0.95, oneSided: (52, nil), twoSided: (51, nil)),
        Ranks(count: 1_000, fraction: 0.1, oneSided: (85, 117), twoSided: (82, 120)),
        Ranks(count: 29, fraction: 0.1, oneSided: (1, 7), twoSided: (nil, 7)),
        Ranks(count: 20, fraction: 1, oneSided: (20, nil), twoSided: (20, nil)),
        Ranks(count: 0, fraction: 0.5, oneSided: (nil, nil), twoSided: (nil, nil)),
    ]

    @Test("The bounds of a percentile are the samples at the exact binomial ranks", arguments: ranks)
    func orderStatistics(_ ranks: Ranks) {
        let samples = ranks.count == 0 ? [] : (1...ranks.count).map(Double.init)
        #expect(OrderStatistics.lowerBound(sorted: samples, fraction: ranks.fraction) == ranks.oneSided.0)
        #expect(OrderStatistics.upperBound(sorted: samples, fraction: ranks.fraction) == ranks.oneSided.1)
        let interval = OrderStatistics.interval(sorted: samples, fraction: ranks.fraction)
        #expect(interval.lower == ranks.twoSided.0)
        #expect(interval.upper == ranks.twoSided.1)
    }

    @Test("59 samples can show a share of 95 %, and no number can show 100 %")
    func sampleSizes() {
        #expect(SampleSize.toShow(shareAtLeast: 0.95) == 59)
        #expect(SampleSize.toShow(shareAtLeast: 0.99) == 299)
        #expect(SampleSize.toShow(shareAtLeast: 0.8) == 14)
        #expect(SampleSize.toShow(shareAtLeast: 0.5) == 5)
        #expect(SampleSize.toShow(shareAtLeast: 0) == 1)
        #expect(SampleSize.toShow(shareAtLeast: 1) == nil)
        #expect(SampleSize.toShow(shareAtMost: 0.1) == 29)
        #expect(SampleSize.toBoundAbove(quantile: 0.95) == 59)
        #expect(SampleSize.toBoundBelow(quantile: 0.1) == 29)
    }

    @Test("The sample size is the first at which a clean run decides", arguments: [0.5, 0.8, 0.9, 0.95, 0.98])
    func sampleSizeAgrees(_ share: Double) throws {
        let needed = try #require(SampleSize.toShow(shareAtLeast: share))
        let enough = try #require(ClopperPearson.lowerBound(successes: needed, trials: needed))
        let tooFew = try #require(ClopperPearson.lowerBound(successes: needed - 1, trials: needed - 1))
        #expect(enough >= share && tooFew < share)
        let samples = (1...needed).map(Double.init)
        #expect(OrderStatistics.upperBound(sorted: samples, fraction: share) == Double(needed))
        #expect(OrderStatistics.upperBound(sorted: Array(samples.dropLast()), fraction: share) == nil)
    }

    private func isNear(_ value: Double, _ expected: Double) -> Bool { abs(value - expected) <= 1e-11 * abs(expected) }
}
