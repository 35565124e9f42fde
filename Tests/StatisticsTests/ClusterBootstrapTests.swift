import Statistics
import Testing

@Suite("Cluster bootstrap")
struct ClusterBootstrapTests {
    /// The linear congruential generator of Knuth's MMIX, its high bits folded down; enough for tests.
    struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let folded = (state ^ (state >> 33)) &* 0xFF51_AFD7_ED55_8CCD
            return folded ^ (folded >> 29)
        }

        mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
    }

    private func mean(_ samples: [Double]) -> Double? {
        samples.isEmpty ? nil : CompensatedSum(samples).value / Double(samples.count)
    }

    @Test("One seed gives one interval, whatever the order of samples within clusters")
    func deterministic() {
        let clusters = (0..<20).map { cluster in (0..<5).map { Double(cluster * 3 + $0 * 7 % 11) } }
        var one = Generator(state: 7)
        var two = Generator(state: 7)
        let first = ClusterBootstrap(clusters: clusters).interval(using: &one, of: mean)
        let second = ClusterBootstrap(clusters: clusters.map { $0.reversed() }).interval(using: &two, of: mean)
        #expect(first != nil)
        #expect(first == second)
        #expect(one.state == two.state)
    }

    @Test("A replicate takes one number for each cluster, so that the draws do not depend on the samples")
    func drawCount() {
        struct Counting: RandomNumberGenerator {
            var count = 0
            mutating func next() -> UInt64 {
                count += 1
                return UInt64(count) << 58
            }
        }
        var generator = Counting()
        _ = ClusterBootstrap(clusters: [[1], [], [2, 3]]).replicates(10, using: &generator, of: mean)
        #expect(generator.count == 30)
    }

    @Test("Samples reach the statistic in ascending order and in whole clusters")
    func wholeClusters() {
        var generator = Generator(state: 1)
        let bootstrap = ClusterBootstrap(clusters: [[5, 1], [3, 4], [2, 9]])
        _ = bootstrap.replicates(200, using: &generator) { samples in
            #expect(samples.count == 6)
            #expect(samples == samples.sorted())
            #expect(samples.count { $0 == 5 } == samples.count { $0 == 1 })
            #expect(samples.count { $0 == 2 } == samples.count { $0 == 9 })
            return samples.first
        }
    }

    @Test("Fewer than two clusters, or a statistic without a value, give no interval")
    func absent() {
        var generator = Generator(state: 1)
        #expect(ClusterBootstrap(clusters: []).interval(using: &generator, of: mean) == nil)
        #expect(ClusterBootstrap(clusters: [[1, 2, 3]]).interval(using: &generator, of: mean) == nil)
        #expect(ClusterBootstrap(clusters: [[], []]).interval(using: &generator, of: mean) == nil)
    }

    @Test("The spread of replicate means is the spread of cluster means over the root of their number")
    func spread() throws {
        // The variance of a replicate's mean is exactly sum((m - mean)^2) / k^2 for k equal clusters.
        let clusters = (0..<30).map { [Double($0 % 7), Double($0 % 7)] }
        let centre = Moments(clusters.map { $0[0] })
        let variance = try #require(centre.variance) * 29 / 900
        var generator = Generator(state: 11)
        let count = 20_000
        let drawn = Moments(ClusterBootstrap(clusters: clusters).replicates(count, using: &generator, of: mean))
        // Five standard errors of a mean, and of a variance of nearly normal values.
        let meanTolerance = 5 * (variance / Double(count)).squareRoot()
        #expect(abs(try #require(drawn.mean) - (try #require(centre.mean))) < meanTolerance)
        #expect(abs(try #require(drawn.variance) / variance - 1) < 5 * (2 / Double(count)).squareRoot())
    }

    @Test("Clusters of equal samples widen the interval as much as if each were one sample")
    func dependence() throws {
        let values = (0..<40).map { Double($0 * 13 % 17) }
        var one = Generator(state: 3)
        var two = Generator(state: 3)
        let repeated = ClusterBootstrap(clusters: values.map { Array(repeating: $0, count: 10) })
        let single = ClusterBootstrap(clusters: values.map { [$0] })
        let wide = try #require(repeated.interval(using: &one, of: mean))
        let narrow = try #require(single.interval(using: &two, of: mean))
        #expect(abs(try #require(wide.lower) - (try #require(narrow.lower))) < 1e-12)
        #expect(abs(try #require(wide.upper) - (try #require(narrow.upper))) < 1e-12)
    }

    @Test("The bounds of a percentile cover it as often as the binomial says")
    func orderStatisticCoverage() {
        // Ranks 2 and 9 of 10 hold the median with probability 1 - 2 * 11 / 1024.
        let exact = 1 - 22.0 / 1_024
        let runs = 20_000
        var generator = Generator(state: 5)
        var covered = 0
        for _ in 0..<runs {
            let samples = (0..<10).map { _ in generator.unit() }.sorted()
            if OrderStatistics.interval(sorted: samples, fraction: 0.5).contains(0.5) { covered += 1 }
        }
        // Five standard deviations of the binomial count.
        let tolerance = 5 * (Double(runs) * exact * (1 - exact)).squareRoot()
        #expect(abs(Double(covered) - exact * Double(runs)) < tolerance)
    }
}
