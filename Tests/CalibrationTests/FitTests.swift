import OpusFit
import Testing

@Suite("Fits of impairments")
struct FitTests {
    private func points(bpl: Double, ratio: Double = 1, noise: Double = 0) -> [RobustnessFit.Point] {
        [1.0, 2, 5, 10, 20].enumerated().map { index, ppl in
            let added = (95 - 8) * ppl / (ppl / ratio + bpl)
            return .init(ie: 8, ppl: ppl, burstRatio: ratio, added: added + (index % 2 == 0 ? noise : -noise))
        }
    }

    @Test("A known Bpl is found again, at any burst ratio", arguments: [4.3, 9.5, 15, 60], [1.0, 2, 4])
    func bpl(_ bpl: Double, _ ratio: Double) throws {
        let fit = try #require(RobustnessFit(points(bpl: bpl, ratio: ratio)))
        #expect(fit.bpl == bpl)
        #expect(fit.rms < 1e-9)
    }

    @Test("What does not fit stays as residual")
    func residual() throws {
        let fit = try #require(RobustnessFit(points(bpl: 9.5, noise: 2)))
        #expect(abs(fit.bpl - 9.5) < 1 && fit.rms > 1.5 && fit.rms <= 2)
        #expect(RobustnessFit([]) == nil)
    }

    @Test("Pooling changes rising neighbours only, to their mean")
    func pooling() {
        #expect(nonincreasing([5, 3, 3, 1]) == [5, 3, 3, 1])
        #expect(nonincreasing([5, 2, 4, 1]) == [5, 3, 3, 1])
        #expect(nonincreasing([1, 2, 6]) == [3, 3, 3])
        #expect(nonincreasing([]) == [])
    }
}
