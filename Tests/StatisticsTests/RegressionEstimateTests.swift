import Statistics
import Testing

@Suite("Means corrected by a sample")
struct RegressionEstimateTests {
    private typealias Pair = PairedStratum.Pair

    private static func stratum(_ pairs: [(Double, Double)], of count: Int, mean: Double) -> PairedStratum {
        PairedStratum(
            unitCount: count,
            auxiliaryMean: mean,
            pairs: pairs.map { Pair(auxiliary: $0.0, target: $0.1) }
        )
    }

    private static let three = stratum([(1, 2), (2, 4), (3, 7)], of: 10, mean: 2.5)

    @Test("A line through three points, done by hand")
    func regressionByHand() throws {
        let estimate = try #require(RegressionEstimate(of: [Self.three], slopeFreedomMin: 1))
        // Means 2 and 13/3, squares 2, products 5; residuals 1/6, -1/3, 1/6.
        #expect(estimate.method == .regression && estimate.slope == 2.5)
        #expect(abs(estimate.mean - (13.0 / 3 + 1.25)) < 1e-12)
        #expect(try abs(#require(estimate.residualDeviation) - (1.0 / 6).squareRoot()) < 1e-12)
        // Weights 1/3 - 1/4, 1/3, 1/3 + 1/4; the outer two have a leverage of 3/4 of what the mean leaves them.
        let outer = (1.0 / 12 * 1.0 / 12 + 7.0 / 12 * 7.0 / 12) * 4.0 / 9
        let squares = outer + 1.0 / 81
        #expect(try abs(#require(estimate.standardError) - (0.7 * 1.5 * squares).squareRoot()) < 1e-12)
        #expect(estimate.degreesOfFreedom == 1)
    }

    @Test("With few degrees of freedom the slope is one, and the difference is moved as it is")
    func differenceByHand() throws {
        let estimate = try #require(RegressionEstimate(of: [Self.three]))
        #expect(estimate.method == .difference && estimate.slope == 1)
        // Differences 1, 2, 4: mean 7/3, variance 7/3.
        #expect(abs(estimate.mean - (2.5 + 7.0 / 3)) < 1e-12)
        #expect(try abs(#require(estimate.standardError) - (0.7 / 3 * 7 / 3).squareRoot()) < 1e-12)
        #expect(try abs(#require(estimate.degreesOfFreedom) - 2) < 1e-12)
        let interval = try #require(estimate.interval())
        #expect(try #require(interval.lower) < estimate.mean && #require(interval.upper) > estimate.mean)
    }

    @Test("Two strata weigh as many units as they have")
    func strata() throws {
        let small = Self.stratum([(0, 1), (0, 3)], of: 2, mean: 0)
        let large = Self.stratum([(10, 10), (10, 10)], of: 6, mean: 10)
        let estimate = try #require(RegressionEstimate(of: [small, large]))
        // 1/4 of the mean 2 and 3/4 of 10; the small one was drawn whole and leaves nothing to chance.
        #expect(abs(estimate.mean - 8) < 1e-12)
        #expect(estimate.standardError == 0 && !estimate.isCensus)
        // Of the large one no spread was seen, which is not the same as knowing that there is none.
        #expect(estimate.interval() == nil)
    }

    @Test("Where every unit was drawn the estimate is the mean, and its interval a point")
    func census() throws {
        let one = Self.stratum([(1, 2), (2, 4), (3, 7)], of: 3, mean: 2)
        let other = Self.stratum([(5, 1)], of: 1, mean: 5)
        let estimate = try #require(RegressionEstimate(of: [one, other]))
        #expect(estimate.mean == 3.5 && estimate.standardError == 0 && estimate.isCensus)
        #expect(estimate.interval() == ConfidenceInterval(lower: 3.5, upper: 3.5))
    }

    @Test("A stratum without a pair leaves all unknown, a single pair of several the error")
    func unknown() throws {
        #expect(RegressionEstimate(of: []) == nil)
        #expect(RegressionEstimate(of: [Self.three, Self.stratum([], of: 4, mean: 1)]) == nil)
        let single = try #require(RegressionEstimate(of: [Self.three, Self.stratum([(1, 1)], of: 4, mean: 1)]))
        #expect(single.standardError == nil && single.interval() == nil)
    }

    /// Every way to draw two of the first stratum's four and three of the second's five.
    @Test("Over all samples that could be drawn the difference estimate and its variance are right on average")
    func unbiased() throws {
        let first: [(Double, Double)] = [(1, 1.5), (2, 1), (4, 6), (9, 8)]
        let second: [(Double, Double)] = [(3, 3), (3, 5), (5, 4), (8, 11), (6, 2)]
        func draws(_ all: [(Double, Double)], _ count: Int) -> [PairedStratum] {
            let mean = all.map(\.0).reduce(0, +) / Double(all.count)
            return (0..<1 << all.count).filter { $0.nonzeroBitCount == count }.map { mask in
                Self.stratum(all.indices.filter { mask >> $0 & 1 == 1 }.map { all[$0] }, of: all.count, mean: mean)
            }
        }
        let estimates = draws(first, 2).flatMap { one in
            draws(second, 3).compactMap { RegressionEstimate(of: [one, $0]) }
        }
        #expect(estimates.count == 60)
        let truth = (first + second).map(\.1).reduce(0, +) / 9
        let mean = estimates.map(\.mean).reduce(0, +) / 60
        #expect(abs(mean - truth) < 1e-12)
        let variance = estimates.map { ($0.mean - truth) * ($0.mean - truth) }.reduce(0, +) / 60
        let claimed = try estimates.map { try #require($0.standardError) }.map { $0 * $0 }.reduce(0, +) / 60
        #expect(abs(variance - claimed) < 1e-12)
    }
}
