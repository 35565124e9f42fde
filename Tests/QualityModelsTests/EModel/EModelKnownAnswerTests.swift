import QualityModels
import Testing

/// Numbers that the reference quotes from the Recommendations and from others' tests, apart from the vector files.
@Suite("E-model known answers")
struct EModelKnownAnswerTests {
    private func narrowband(_ change: (inout EModelParameters) -> Void = { _ in }) -> NarrowbandEModel.Rating {
        var parameters = EModelParameters.narrowband
        change(&parameters)
        return NarrowbandEModel.rating(parameters)
    }

    @Test("The narrowband defaults rate 93.2, with the terms that others have")
    func defaults() {
        let rating = narrowband()
        #expect(abs(rating.r - 93.2) < 0.05)
        #expect(abs(rating.r - 93.206208) < 5e-7)
        #expect(abs(rating.ro - 94.768822) < 5e-7)
        #expect(abs(rating.simultaneous - 1.413568) < 5e-7)
        #expect(abs(rating.idle - 0.149046) < 5e-7)
        #expect(abs(rating.mos.value - 4.409406) < 5e-7)
    }

    @Test(
        "Echo and delay rate as in others' tests",
        arguments: [(100.0, 90.663730), (150, 89.539132), (250, 79.177101)]
    )
    func delays(_ delay: Double, _ r: Double) {
        let rating = narrowband { ($0.t, $0.ta, $0.tr) = (delay, delay, 2 * delay) }
        #expect(abs(rating.r - r) < 5e-7)
    }

    @Test(
        "Codecs and losses rate as in others' tests",
        arguments: [
            (0.0, 25.1, 1.0, 1.0, 89.566361, 4.328232), (0, 25.1, 5, 1, 77.425477, 3.923091),
            (11, 19, 2, 1, 74.206208, 3.787558), (0, 25.1, 5, 2, 93.206208 - 17.210145, 3.864123),
        ]
    )
    func losses(_ ie: Double, _ bpl: Double, _ ppl: Double, _ burstR: Double, _ r: Double, _ mos: Double) {
        let rating = narrowband { ($0.ie, $0.bpl, $0.ppl, $0.burstR) = (ie, bpl, ppl, burstR) }
        #expect(abs(rating.r - r) < 1e-6)
        #expect(abs(rating.mos.value - mos) < 1e-6)
    }

    @Test(
        "Wideband codecs without listener echo score as in others' tests",
        arguments: [(1.0, 4.4940), (8, 4.4206), (13, 4.3371), (41, 3.5123), (56, 2.9220)]
    )
    func widebandCodecs(_ ie: Double, _ mos: Double) {
        var parameters = EModelParameters.wideband
        parameters.ie = ie
        parameters.wepl = .infinity
        let rating = WidebandEModel.rating(parameters)
        #expect(rating.idle == 0)
        #expect(abs(rating.mos.value - mos) < 5e-5)
    }

    @Test("Wideband loss and delay are as in others' tests")
    func wideband() {
        var parameters = EModelParameters.wideband
        (parameters.ie, parameters.bpl, parameters.ppl, parameters.wepl) = (20, 4.3, 2, .infinity)
        #expect(abs(WidebandEModel.rating(parameters).ieEff - 43.8095) < 5e-5)
        #expect(abs(WidebandEModel.rating(parameters).mos.value - 3.4062) < 5e-5)
        var delayed = EModelParameters.wideband
        delayed.ta = 200
        #expect(abs(WidebandEModel.rating(delayed).idd - 3.927294) < 5e-7)
        (delayed.t, delayed.ta, delayed.tr, delayed.ie) = (150, 150, 300, 5)
        #expect(abs(WidebandEModel.rating(delayed).r - 122.421331) < 5e-7)
        #expect(abs(WidebandEModel.rating(delayed).mos.value - 4.439743) < 5e-7)
    }

    @Test("Delay costs most near 241 ms, 0.123 a millisecond")
    func steepest() {
        func r(_ ta: Double) -> Double { narrowband { $0.ta = ta }.r }
        let slopes = (101...600).map { (delay: $0, slope: r(Double($0)) - r(Double($0) + 1)) }
        let steepest = slopes.max { $0.slope < $1.slope }
        #expect(abs((steepest?.slope ?? 0) - 0.123) < 5e-4)
        #expect((238...244).contains(steepest?.delay ?? 0))
    }

    @Test("The cubic is lowest at 3.22, where the score is held at 1")
    func dip() {
        #expect(MeanOpinionScale.narrowband.mos(rating: 3.22) == 1)
        #expect(MeanOpinionScale.narrowband.mos(rating: 6.51) == 1)
        #expect(MeanOpinionScale.narrowband.mos(rating: 6.52) > 1)
    }
}
