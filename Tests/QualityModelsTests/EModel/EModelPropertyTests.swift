import QualityModels
import Testing
import Units

@Suite("E-model properties")
struct EModelPropertyTests {
    private func mos(ie: Double = 5, ppl: Double = 0, ta: Double = 0, burstR: Double = 1) -> Double {
        var parameters = EModelParameters.wideband
        parameters.ie = ie
        parameters.bpl = OpusImpairment.bpl
        parameters.ppl = ppl
        parameters.ta = ta
        parameters.burstR = burstR
        return WidebandEModel.rating(parameters).mos.value
    }

    @Test("More loss never sounds better, and while above 1 always worse")
    func fallsWithLoss() {
        for ta in [0.0, 150, 400] {
            var last = mos(ppl: 0, ta: ta)
            for step in 1...200 {
                let next = mos(ppl: Double(step) / 2, ta: ta)
                #expect(next < last, "\(step) at \(ta) ms")
                last = next
            }
        }
    }

    @Test("Delay costs nothing up to 100 ms and ever more beyond")
    func fallsWithDelay() {
        #expect(mos(ta: 100) == mos(ta: 0))
        var last = mos(ta: 101)
        for ta in stride(from: 111.0, through: 1_001, by: 10) {
            let next = mos(ta: ta)
            #expect(next < last, "\(ta) ms")
            last = next
        }
    }

    @Test("Burstier loss and a worse codec sound worse")
    func fallsWithBursts() {
        #expect(mos(ppl: 2, burstR: 2) < mos(ppl: 2, burstR: 1))
        #expect(mos(ie: 21) < mos(ie: 5))
    }

    @Test("Scores stay within 1 and 4.5, and a rating's terms add up")
    func bounded() {
        var parameters = EModelParameters.narrowband
        for ppl in stride(from: 0.0, through: 100, by: 12.5) {
            for ta in stride(from: 0.0, through: 2_000, by: 250) {
                parameters.ppl = ppl
                parameters.ta = ta
                parameters.t = ta
                let rating = NarrowbandEModel.rating(parameters)
                #expect((1...4.5).contains(rating.mos.value))
                #expect((1...4.5).contains(mos(ppl: ppl, ta: ta)))
                #expect(abs(rating.r - (rating.ro - rating.simultaneous - rating.delayed - rating.ieEff)) < 1e-12)
            }
        }
    }

    /// G.107 Annex B, table B.1.
    @Test(
        "Ratings have the scores of the Recommendation's table",
        arguments: [(90.0, 4.34), (80, 4.02), (70, 3.60), (60, 3.10), (50, 2.58)]
    )
    func anchors(_ rating: Double, _ mos: Double) {
        #expect(abs(MeanOpinionScale.narrowband.mos(rating: rating) - mos) < 0.005)
        #expect(abs(MeanOpinionScale.wideband.mos(rating: rating * 1.29) - mos) < 0.005)
    }

    @Test("The rating of a score gives the score again", arguments: [MeanOpinionScale.narrowband, .wideband])
    func inverse(_ scale: MeanOpinionScale) {
        for step in 0...350 {
            let mos = 1 + Double(step) / 100
            #expect(abs(scale.mos(rating: scale.rating(mos: mos)) - mos) < 1e-12)
        }
        let widest = scale == .narrowband ? 1 : 1.29
        #expect(abs(scale.rating(mos: 0) - 6.515307716504659 * widest) < 1e-12)
        #expect(scale.rating(mos: 5) == 100 * widest)
        #expect(abs(scale.rating(mos: scale.mos(rating: 73 * widest)) - 73 * widest) < 1e-11)
    }

    @Test(
        "The Opus table has its points and is linear between",
        arguments: [
            (6, 83.8), (8, 64.8), (12, 31.3), (16, 25.6), (18, 22.95), (20, 20.3), (24, 13.3), (28, 10.45), (32, 7.6),
            (40, 4.4), (44, 2.2), (48, 0), (64, 0), (510, 0), (5, 93.3), (3, 95), (0, 95),
        ]
    )
    func opus(_ kilobits: Int64, _ ie: Double) {
        #expect(abs(OpusImpairment.ie(bitrate: .kilobitsPerSecond(kilobits)) - ie) < 1e-12)
    }
}
