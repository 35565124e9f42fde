import Statistics
import TestSupport
import Testing

@Suite("Intervals of corrected means")
struct SampleCoverageTests {
    private static let sampleCount = 4_000

    /// How many of 4,000 samples have an interval that holds the truth; 3,800 is as it should be, within 14.
    private static func heldCount(_ population: SampledPopulation, estimatesSlope: Bool) -> Int {
        var random = SplitMix64(seed: 9)
        return (0..<sampleCount).count { _ in
            let strata = population.sample([18, 9, 3], using: &random)
            let interval = RegressionEstimate(of: strata, estimatesSlope: estimatesSlope)?.interval()
            return interval?.contains(population.mean) == true
        }
    }

    @Test("With normal residuals they hold the truth in 95 of 100 samples, and few more")
    func coverage() {
        let population = SampledPopulation(seed: 5) { 0.1 * $0 }
        let difference = Self.heldCount(population, estimatesSlope: false)
        #expect(abs(difference - 3_800) <= 4 * 14, "\(difference)")
        // Residuals that count as though the line were without them are a little too large on average.
        let regression = Self.heldCount(population, estimatesSlope: true)
        #expect(regression >= 3_800 - 4 * 14 && regression <= 3_900, "\(regression)")
    }

    @Test("With residuals that a few units carry they hold it in seven or eight of ten samples")
    func heavyTails() {
        let population = SampledPopulation(seed: 5) { 0.02 * $0 * $0 * $0 * $0 }
        for estimatesSlope in [true, false] {
            let held = Self.heldCount(population, estimatesSlope: estimatesSlope)
            #expect(held >= 2_800 && held < 3_400, "\(held)")
        }
    }

    @Test("A line makes them narrower than the sample's own mean has, by what the residuals are")
    func gain() throws {
        let population = SampledPopulation(seed: 6) { 0.05 * $0 }
        var random = SplitMix64(seed: 10)
        let strata = population.sample([24, 12, 4], using: &random)
        let alone = strata.map { stratum in
            PairedStratum(
                unitCount: stratum.unitCount,
                auxiliaryMean: 0,
                pairs: stratum.pairs.map { .init(auxiliary: 0, target: $0.target) }
            )
        }
        let corrected = try #require(RegressionEstimate(of: strata)?.standardError)
        let plain = try #require(RegressionEstimate(of: alone)?.standardError)
        // Within a stratum the targets spread by 0.7 times 0.3 and the noise, the residuals by the noise alone.
        #expect(corrected < plain / 2)
    }

    /// The exact chance over every outcome of a draw without replacement.
    private static func coverage(gained: Int, lost: Int, of count: Int, drawn: Int) -> Double {
        func ways(_ all: Int, _ some: Int) -> Double {
            some < 0 || some > all ? 0 : (0..<some).reduce(1.0) { $0 * Double(all - $1) / Double($1 + 1) }
        }
        let truth = Double(gained - lost) / Double(count)
        var covered = 0.0
        for up in 0...min(gained, drawn) {
            for down in 0...min(lost, drawn - up) {
                let rest = drawn - up - down
                let chance =
                    ways(gained, up) * ways(lost, down) * ways(count - gained - lost, rest) / ways(count, drawn)
                let pairs =
                    Array(repeating: PairedStratum.Pair(auxiliary: 0, target: 1), count: up)
                    + Array(repeating: PairedStratum.Pair(auxiliary: 1, target: 0), count: down)
                    + Array(repeating: PairedStratum.Pair(auxiliary: 1, target: 1), count: rest)
                let stratum = PairedStratum(unitCount: count, auxiliaryMean: 0.5, pairs: pairs)
                if ShareDifference.interval(of: [stratum])?.contains(truth) == true { covered += chance }
            }
        }
        return covered
    }

    /// Wilson's interval holds near its confidence on average and may fall short for single shares (Newcombe 1998).
    @Test("Those of shares hold the truth in 95 of 100 draws on average, and in at least 9 of 10 for any shares tried")
    func shares() {
        var coverages: [Double] = []
        for gained in stride(from: 0, through: 60, by: 6) {
            for lost in stride(from: 0, through: 40, by: 8) {
                coverages.append(Self.coverage(gained: gained, lost: lost, of: 200, drawn: 20))
            }
        }
        let average = coverages.reduce(0, +) / Double(coverages.count)
        #expect(average >= 0.95, "\(average)")
        #expect(coverages.allSatisfy { $0 >= 0.9 }, "\(coverages.min() ?? 0)")
    }

    @Test("Where no call of twenty turns, one of six may still")
    func noneTurned() throws {
        let same = Array(repeating: PairedStratum.Pair(auxiliary: 1, target: 1), count: 20)
        let stratum = PairedStratum(unitCount: 1_000_000, auxiliaryMean: 0.9, pairs: same)
        let interval = try #require(ShareDifference.interval(of: [stratum]))
        // Wilson's upper end for 0 of 20 is z^2 / (20 + z^2) = 0.1611.
        #expect(try abs(#require(interval.upper) - 0.1611) < 1e-4)
        #expect(interval.lower == interval.upper.map { -$0 })
        let census = PairedStratum(unitCount: 20, auxiliaryMean: 1, pairs: same)
        #expect(ShareDifference.interval(of: [census]) == ConfidenceInterval(lower: 0, upper: 0))
    }
}
