import QualityModels
import Testing

/// What holds of all three E-models alike.
@Suite("E-models: monotone, bounded")
struct ScalePropertyTests {
    enum Model: CaseIterable, Sendable {
        case narrowband, wideband, fullband

        func score(_ change: (inout EModelParameters) -> Void) -> (r: Double, mos: Double) {
            switch self {
            case .narrowband:
                var parameters = EModelParameters.narrowband
                change(&parameters)
                let rating = NarrowbandEModel.rating(parameters)
                return (rating.r, rating.mos.value)
            case .wideband:
                var parameters = EModelParameters.wideband
                change(&parameters)
                let rating = WidebandEModel.rating(parameters)
                return (rating.r, rating.mos.value)
            case .fullband:
                var parameters = EModelParameters.fullband
                change(&parameters)
                let rating = FullbandEModel.rating(parameters)
                return (rating.r, rating.mos.value)
            }
        }
    }

    @Test("More loss rates lower, for any codec, robustness and burst ratio", arguments: Model.allCases)
    func loss(_ model: Model) {
        for ie in [0.0, 20, 90] {
            for (bpl, burstR) in [(4.3, 1.0), (25.1, 1), (10, 2), (10, 8)] {
                let scores = stride(from: 0.0, through: 100, by: 0.5).map { ppl in
                    model.score { ($0.ie, $0.bpl, $0.burstR, $0.ppl) = (ie, bpl, burstR, ppl) }
                }
                #expect(zip(scores, scores.dropFirst()).allSatisfy { $0.r > $1.r && $0.mos >= $1.mos })
                #expect(scores.allSatisfy { (1...4.5).contains($0.mos) })
            }
        }
    }

    @Test("Beyond the threshold more delay rates lower, and up to it none", arguments: Model.allCases)
    func delay(_ model: Model) {
        let free = stride(from: 0.0, through: 100, by: 5).map { ta in model.score { $0.ta = ta }.r }
        #expect(Set(free).count == 1)
        // So little at first that it drowns in the last digits.
        let scores = stride(from: 101.0, through: 5_000, by: 7).map { ta in model.score { $0.ta = ta } }
        #expect(zip(scores, scores.dropFirst()).allSatisfy { $0.r >= $1.r && $0.mos >= $1.mos })
        let felt = scores.dropFirst(3)
        #expect(zip(felt, felt.dropFirst()).allSatisfy { $0.r > $1.r })
        #expect(scores.allSatisfy { (1...4.5).contains($0.mos) })
    }

    @Test("Burstier losses rate lower, and without losses alike", arguments: Model.allCases)
    func bursts(_ model: Model) {
        for ppl in [0.5, 2, 20] {
            let ratings = stride(from: 1.0, through: 8, by: 0.25).map { burstR in
                model.score { ($0.ppl, $0.burstR) = (ppl, burstR) }.r
            }
            #expect(zip(ratings, ratings.dropFirst()).allSatisfy { $0 > $1 })
        }
        #expect(model.score { $0.burstR = 8 }.r == model.score { _ in }.r)
    }

    @Test("A more robust codec rates higher, one that costs more lower", arguments: Model.allCases)
    func codec(_ model: Model) {
        let robust = stride(from: 4.3, through: 40, by: 1.7).map { bpl in model.score { ($0.ppl, $0.bpl) = (3, bpl) }.r
        }
        #expect(zip(robust, robust.dropFirst()).allSatisfy { $0 < $1 })
        let costly = stride(from: 0.0, through: 95, by: 5).map { ie in model.score { ($0.ppl, $0.ie) = (3, ie) }.r }
        #expect(zip(costly, costly.dropFirst()).allSatisfy { $0 > $1 })
    }

    @Test("Echo that comes later rates lower, but for the first 3 ms", arguments: [Model.narrowband, .wideband])
    func echo(_ model: Model) {
        let ratings = stride(from: 3.0, through: 99, by: 1).map { t in model.score { ($0.t, $0.telr) = (t, 50) }.r }
        #expect(zip(ratings, ratings.dropFirst()).allSatisfy { $0 > $1 })
        // The Recommendation's own term is negative there, and this one keeps to it.
        #expect(model.score { $0.t = 1 }.r > model.score { $0.t = 0 }.r)
    }

    @Test("An advantage raises the rating by as much and never the score beyond 4.5", arguments: Model.allCases)
    func advantage(_ model: Model) {
        let plain = model.score { $0.ppl = 1 }
        let advantaged = model.score { ($0.ppl, $0.a) = (1, 10) }
        #expect(abs(advantaged.r - plain.r - 10) < 1e-12)
        #expect(model.score { $0.a = 20 }.mos == 4.5)
    }
}
