import Statistics
import Testing

@Suite("Intervals of shares, their differences and their ratios")
struct GroupIntervalTests {
    private static func near(_ one: Double?, _ other: Double, _ tolerance: Double = 5e-5) -> Bool {
        one.map { abs($0 - other) <= tolerance } ?? false
    }

    @Test("Wilson's interval of Newcombe's examples (Statistics in Medicine 17, 1998, 857, table I)")
    func wilson() throws {
        for (count, trials, lower, upper) in [
            (81.0, 263.0, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718),
        ] {
            let interval = try #require(WilsonScore.interval(share: count / trials, trials: trials))
            #expect(Self.near(interval.lower, lower) && Self.near(interval.upper, upper), "\(interval)")
        }
        #expect(WilsonScore.interval(share: 0.5, trials: 0) == nil)
        #expect(WilsonScore.interval(share: 1, trials: 9)?.upper == 1)
    }

    private static func estimate(_ count: Int, _ trials: Int) throws -> RecoveredVariance.Estimate {
        let share = Double(count) / Double(trials)
        let interval = try #require(WilsonScore.interval(share: share, trials: Double(trials)))
        return RecoveredVariance.Estimate(share, try #require(interval.lower), try #require(interval.upper))
    }

    @Test("Of two shares it is Newcombe's hybrid score interval (Statistics in Medicine 17, 1998, 873, table II)")
    func newcombe() throws {
        for (one, other, lower, upper) in [
            ((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090),
            ((6, 7), (2, 7), 0.0582, 0.8062), ((5, 56), (0, 29), -0.0381, 0.1926),
            ((0, 10), (0, 20), -0.1611, 0.2775), ((0, 10), (0, 10), -0.2775, 0.2775),
            ((10, 10), (0, 20), 0.6791, 1.0), ((10, 10), (0, 10), 0.6075, 1.0),
        ] {
            let found = RecoveredVariance.difference(
                try Self.estimate(one.0, one.1),
                try Self.estimate(other.0, other.1)
            )
            #expect(Self.near(found.lower, lower) && Self.near(found.upper, upper), "\(one), \(other): \(found)")
        }
    }

    @Test("The ratio's interval is that of the paper's own formula, and turns round with the ratio")
    func ratios() throws {
        let (one, other) = (try Self.estimate(48, 80), try Self.estimate(56, 70))
        let found = try #require(RecoveredVariance.ratio(one, other))
        // Donner and Zou's equations as they are printed.
        func root(_ square: Double) -> Double { square.squareRoot() }
        let product = one.value * other.value
        let (low, wide) = (one.lower * (2 * one.value - one.lower), other.upper * (2 * other.value - other.upper))
        #expect(Self.near(found.lower, (product - root(product * product - low * wide)) / wide, 1e-12))
        let turned = try #require(RecoveredVariance.ratio(other, one))
        #expect(Self.near(turned.lower, 1 / found.upper, 1e-12) && Self.near(turned.upper, 1 / found.lower, 1e-12))
        #expect(found.lower < one.value / other.value && one.value / other.value < found.upper)
    }

    @Test("Nothing over something is nothing, something over what may be nothing has no upper end")
    func zeros() throws {
        let (none, some) = (try Self.estimate(0, 20), try Self.estimate(5, 20))
        #expect(RecoveredVariance.ratio(none, some)?.lower == 0)
        #expect(RecoveredVariance.ratio(some, none) == nil)
        let doubtful = RecoveredVariance.Estimate(0.1, 0, 0.3)
        #expect(RecoveredVariance.ratio(some, doubtful)?.upper == .infinity)
        #expect(RecoveredVariance.difference(some, some).lower == -RecoveredVariance.difference(some, some).upper)
    }

    @Test(
        "Counted over every outcome of 30 and 40 trials, Newcombe's interval holds the difference about as often as it says"
    )
    func coverage() throws {
        let (small, large) = (30, 40)
        for (one, other) in [(0.5, 0.5), (0.8, 0.6), (0.9, 0.9), (0.95, 0.8)] {
            var covered = 0.0
            for first in 0...small {
                for second in 0...large {
                    let found = RecoveredVariance.difference(
                        try Self.estimate(first, small),
                        try Self.estimate(second, large)
                    )
                    guard found.lower <= one - other, one - other <= found.upper else { continue }
                    covered +=
                        Binomial.mass(first, trials: small, probability: one)
                        * Binomial.mass(second, trials: large, probability: other)
                }
            }
            // Newcombe's own survey of method 10 finds a mean of 0.956 and, over thousands of cases, nothing below 0.87.
            #expect(covered > 0.92 && covered < 0.99, "\(one), \(other): \(covered)")
        }
    }
}
