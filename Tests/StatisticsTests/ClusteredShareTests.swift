import Statistics
import Testing

@Suite("Shares and quantiles of clustered samples")
struct ClusteredShareTests {
    /// SplitMix64, enough for simulations.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    @Test("With one sample a cluster the intervals are Clopper and Pearson's and those of order statistics")
    func singletons() throws {
        for count in [1, 5, 29, 59, 200] {
            let clustered = ClusteredShare(clusterSizes: Array(repeating: 1, count: count))
            for successes in Set([0, 1, count / 3, count]) {
                let expected = try #require(ClopperPearson.interval(successes: successes, trials: count))
                let found = try #require(clustered.interval(count: successes))
                #expect(abs((found.lower ?? 9) - (expected.lower ?? 8)) < 1e-12)
                #expect(abs((found.upper ?? 9) - (expected.upper ?? 8)) < 1e-12)
            }
            let values = (0..<count).map(Double.init)
            for fraction in [0.05, 0.1, 0.5, 0.95] {
                let found = clustered.interval(sorted: values, fraction: fraction)
                #expect(found == OrderStatistics.interval(sorted: values, fraction: fraction))
            }
        }
    }

    @Test("Repeating every sample within its cluster adds no knowledge")
    func repetition() throws {
        let once = try #require(ClusteredShare(clusterSizes: Array(repeating: 1, count: 30)).interval(count: 21))
        let thrice = try #require(ClusteredShare(clusterSizes: Array(repeating: 3, count: 30)).interval(count: 63))
        #expect(abs((once.lower ?? 9) - (thrice.lower ?? 8)) < 1e-12)
        #expect(abs((once.upper ?? 9) - (thrice.upper ?? 8)) < 1e-12)
    }

    @Test("Six faultless calls of two windows show a share of 0.607, not of one")
    func faultless() throws {
        let clustered = ClusteredShare(clusterSizes: [2, 2, 2, 2, 2, 2])
        // One-sided at 95 %: 0.05^(1/6).
        let lower = try #require(clustered.interval(count: 12, confidence: 0.9)?.lower)
        #expect(abs(lower - 0.606_962_230_979_9) < 1e-9)
    }

    @Test("Without samples there is no interval")
    func empty() {
        #expect(ClusteredShare(clusterSizes: []).interval(count: 0) == nil)
        #expect(ClusteredShare(clusterSizes: [0, 0]).interval(count: 0) == nil)
        #expect(ClusteredShare(clusterSizes: []).interval(sorted: [], fraction: 0.5).lower == nil)
    }

    struct Population: Sendable, CustomTestStringConvertible {
        let name: String
        let clusters: Int
        /// The chance that a sample is bad, given the cluster's own number between 0 and 1; its mean is 0.12.
        let badness: @Sendable (Double) -> Double
        var testDescription: String { "\(name), \(clusters) clusters" }
    }

    static let populations = [8, 16, 30, 60].flatMap { clusters in
        [
            Population(name: "whole calls bad", clusters: clusters) { $0 < 0.12 ? 1 : 0 },
            Population(name: "half of a quarter of the calls", clusters: clusters) { $0 < 0.24 ? 0.5 : 0 },
            Population(name: "independent samples", clusters: clusters) { _ in 0.12 },
        ]
    }

    /// 12 % of samples are bad, so that a bound that puts the 10th percentile among the good ones is wrong.
    @Test("A one-sided bound at 95 % is wrong at most once in twenty", arguments: populations)
    func coverage(population: Population) {
        let trials = 2_000
        var generator = Generator(state: 7)
        func unit() -> Double { Double(generator.next() >> 11) * 0x1p-53 }
        let sizes = Array(repeating: 3, count: population.clusters)
        var wrongQuantiles = 0
        var wrongShares = 0
        for _ in 0..<trials {
            var values: [Double] = []
            for _ in 0..<population.clusters {
                let chance = population.badness(unit())
                for _ in 0..<3 { values.append(unit() < chance ? 0 : 1) }
            }
            let clustered = ClusteredShare(clusterSizes: sizes)
            let quantile = clustered.interval(sorted: values.sorted(), fraction: 0.1, confidence: 0.9)
            if quantile.lower == 1 { wrongQuantiles += 1 }
            let good = values.count { $0 == 1 }
            if let lower = clustered.interval(count: good, confidence: 0.9)?.lower, lower > 0.88 { wrongShares += 1 }
        }
        // The count of wrong bounds is binomial; 3.09 deviations are passed once in a thousand.
        let limit = 0.05 * Double(trials) + 3.09 * (Double(trials) * 0.05 * 0.95).squareRoot()
        #expect(Double(wrongQuantiles) <= limit)
        #expect(Double(wrongShares) <= limit)
    }
}
