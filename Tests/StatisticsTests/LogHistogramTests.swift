import Statistics
import Testing

@Suite("Histograms with classes of equal ratio")
struct LogHistogramTests {
    @Test("A quantile is never said too small, nor more than 1.6 % too large, and never beyond the largest number")
    func quantiles() throws {
        for scale in [Int64(1), 997, 1_000_003, 1 << 40] {
            var histogram = LogHistogram()
            for number in 1...1_000 { histogram.add(Int64(number) * scale) }
            for percent in 1...100 {
                let exact = Double(Int64(percent) * 10 * scale)
                let said = Double(try #require(histogram.quantile(Double(percent) / 100)))
                #expect(said >= exact && said <= exact * (1 + 1.0 / 64))
                #expect(said <= Double(histogram.largest))
            }
        }
    }

    @Test("Small numbers are exact, negative ones count as none, and an empty histogram has no quantile")
    func edges() {
        var histogram = LogHistogram()
        #expect(histogram.quantile(0.5) == nil)
        for number in Int64(0)..<64 { histogram.add(number) }
        #expect((1...64).allSatisfy { histogram.quantile(Double($0) / 64) == Int64($0 - 1) })
        histogram.add(-5)
        #expect(histogram.count == 65)
        #expect(histogram.quantile(0) == 0)
        histogram.add(.max)
        #expect(histogram.quantile(1) == .max)
    }
}
