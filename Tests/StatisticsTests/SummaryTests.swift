import Statistics
import Testing

@Suite("Summaries")
struct SummaryTests {
    private let samples = [4.1, 3.2, 4.4, 1.0, 2.7, 3.9, 4.0, 4.2, 3.3, 4.3, 2.2]

    /// From numpy.percentile (linear, which is type 7), numpy.mean and numpy.var(ddof=1).
    @Test("A distribution equals numpy's")
    func distribution() throws {
        let summary = try #require(Distribution(samples))
        #expect(summary.count == 11)
        #expect(summary.minimum == 1.0)
        #expect(summary.maximum == 4.4)
        #expect(summary.median == 3.9)
        #expect(abs(summary.average - 3.390909090909091) < 1e-15)
        #expect(abs(summary.p5 - 1.6) < 1e-15)
        #expect(abs(summary.p10 - 2.2) < 1e-15)
        #expect(abs(summary.p90 - 4.3) < 1e-15)
        #expect(abs(summary.p95 - 4.35) < 1e-15)
    }

    @Test("A distribution of nothing is absent, and of one sample is that sample")
    func small() throws {
        #expect(Distribution([]) == nil)
        let one = try #require(Distribution([2.5]))
        #expect(
            [one.minimum, one.p5, one.median, one.p95, one.maximum, one.average] == Array(repeating: 2.5, count: 6)
        )
    }

    @Test("A distribution does not depend on the order of its samples, to the last bit")
    func orderFree() {
        let many = (0..<999).map { Double($0 * 7919 % 1000) / 7 + 1e8 }
        #expect(Distribution(many) == Distribution(many.reversed()))
    }

    @Test("A compensated sum keeps what a plain sum loses")
    func compensated() {
        #expect(CompensatedSum([1, 1e100, 1, -1e100]).value == 2)
        #expect(CompensatedSum([]).value == 0)
    }

    @Test("Moments equal numpy's, whole or merged from parts")
    func moments() throws {
        let whole = Moments(samples)
        #expect(abs(try #require(whole.mean) - 3.390909090909091) < 1e-15)
        #expect(abs(try #require(whole.variance) - 1.1289090909090909) < 1e-14)
        var merged = Moments(samples.prefix(4))
        merged.merge(Moments(samples.dropFirst(4)))
        merged.merge(Moments())
        #expect(merged.count == 11)
        #expect(abs(try #require(merged.mean) - 3.390909090909091) < 1e-15)
        #expect(abs(try #require(merged.standardDeviation) - 1.1289090909090909.squareRoot()) < 1e-14)
    }

    @Test("Moments of too few samples are absent")
    func fewMoments() {
        #expect(Moments().mean == nil)
        #expect(Moments([3]).mean == 3)
        #expect(Moments([3]).variance == nil)
    }
}
