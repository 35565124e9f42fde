import Foundation
import QualityModels
import Testing

@Suite("Mean opinion scores and their scales")
struct MeanOpinionScoreTests {
    /// Two scores of different scales would not compile in one comparison, array or mean: they are of different types.
    @Test("Every scale is a type of its own, with a name of its own")
    func scales() {
        let types: [any OpinionScale.Type] = [
            NarrowbandScale.self, WidebandScale.self, FullbandScale.self, PlanningSpeechScale.self,
            PlanningVideoScale.self, PlanningCallScale.self,
        ]
        #expect(Set(types.map { $0.name }).count == types.count)
        #expect(MeanOpinionScore<NarrowbandScale>(4)?.description == "4.0 MOS-CQE")
        let narrowband: Any = NarrowbandEModel.rating().mos
        #expect(narrowband is MeanOpinionScore<NarrowbandScale>)
        #expect(!(narrowband is MeanOpinionScore<WidebandScale>))
    }

    @Test("What is not on the scale is no score", arguments: [0.99, 4.51, 5, 0, -1, .infinity, .nan])
    func refused(_ value: Double) {
        #expect(MeanOpinionScore<WidebandScale>(value) == nil)
    }

    @Test("Video scores reach 5, speech scores 4.5")
    func ends() {
        #expect(MeanOpinionScore<PlanningVideoScale>(5)?.value == 5)
        #expect(MeanOpinionScore<PlanningSpeechScale>(5) == nil)
        #expect(MeanOpinionScore<FullbandScale>(4.5)?.value == 4.5)
    }

    @Test("Scores of one scale have a mean and an order, and no scores have none")
    func mean() throws {
        let scores = try [4.0, 3, 2].map { try #require(MeanOpinionScore<WidebandScale>($0)) }
        #expect(MeanOpinionScore.mean(scores)?.value == 3)
        #expect(scores.max() == scores.first)
        #expect(MeanOpinionScore<WidebandScale>.mean([]) == nil)
        let best = try #require(MeanOpinionScore<WidebandScale>(4.5))
        #expect(MeanOpinionScore.mean([best, best, best])?.value == 4.5)
    }

    @Test("A rating that is not a number has no score, and infinite ones have the ends")
    func infinite() {
        #expect(MeanOpinionScore<NarrowbandScale>(rating: .nan) == nil)
        #expect(MeanOpinionScore<NarrowbandScale>(rating: -.infinity)?.value == 1)
        #expect(MeanOpinionScore<FullbandScale>(rating: .infinity)?.value == 4.5)
    }

    @Test("Every rating between the ends comes back from its score", arguments: MeanOpinionScale.allCases)
    func roundTrip(_ scale: MeanOpinionScale) {
        let widest = scale.rating(mos: 4.5)
        for step in 66..<1_000 {
            let rating = Double(step) / 1_000 * widest
            guard rating > scale.rating(mos: 1) else { continue }
            #expect(abs(scale.rating(mos: scale.mos(rating: rating)) - rating) < 1e-10 * widest, "\(rating)")
        }
    }

    @Test("A score has one rating, but the ends have all beyond", arguments: MeanOpinionScale.allCases)
    func ambiguity(_ scale: MeanOpinionScale) {
        let worst = scale.ratings(mos: 1)
        #expect(worst.contains(-1_000) && worst.contains(0) && worst.upperBound == scale.rating(mos: 1))
        let best = scale.ratings(mos: 4.5)
        #expect(best.contains(1_000) && best.lowerBound == scale.rating(mos: 4.5))
        #expect(scale.ratings(mos: 3) == scale.rating(mos: 3)...scale.rating(mos: 3))
        for rating in [-5.0, 0, 1, 3.22, 6.5] { #expect(scale.mos(rating: rating) == 1) }
    }

    /// The closed form of Annex B, with the arguments of arctan2 in the order of the C library.
    @Test("The inverse agrees with the Recommendation's closed form")
    func closedForm() {
        for step in 1...349 {
            let m = 1 + Double(step) / 100
            let root = max(-903_522 + 1_113_960 * m - 202_500 * m * m, 0).squareRoot()
            let h = atan2(15 * root, 18_566 - 6_750 * m) / 3
            let rating = 20.0 / 3 * (8 - 226.0.squareRoot() * cos(h + .pi / 3))
            #expect(abs(MeanOpinionScale.narrowband.rating(mos: m) - rating) < 1e-9, "\(m)")
        }
    }

    @Test("Ratings have the categories of the Recommendation's table")
    func satisfaction() {
        let categories = [95.0, 90, 89.9, 80, 70, 60, 50, 49.9, -10].map(UserSatisfaction.init(narrowbandRating:))
        #expect(
            categories == [
                .verySatisfied, .verySatisfied, .satisfied, .satisfied, .someDissatisfied, .manyDissatisfied,
                .nearlyAllDissatisfied, .notRecommended, .notRecommended,
            ]
        )
        #expect(UserSatisfaction(narrowbandRating: .nan) == nil)
    }
}
