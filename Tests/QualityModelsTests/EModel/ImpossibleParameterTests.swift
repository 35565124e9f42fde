import QualityModels
import Testing

@Suite("Impossible and extrapolated parameters")
struct ImpossibleParameterTests {
    private typealias Field = any WritableKeyPath<EModelParameters, Double> & Sendable

    @Test("The defaults are possible and within the Recommendation's ranges")
    func defaults() {
        for parameters in [EModelParameters.narrowband, .wideband, .fullband] {
            #expect(parameters.impossible.isEmpty)
            #expect(parameters.impossibleInFullband.isEmpty)
            #expect(parameters.extrapolated.isEmpty)
        }
    }

    @Test(
        "No parameter may be NaN or minus infinity, and the answer names it",
        arguments: EModelVectors.fields.keys.sorted()
    )
    func notANumber(_ symbol: String) throws {
        let field = try #require(EModelVectors.fields[symbol])
        for value in [Double.nan, -.infinity] {
            var parameters = EModelParameters.narrowband
            parameters[keyPath: field] = value
            #expect(parameters.impossible.map(\.symbol) == [symbol])
            #expect(parameters.extrapolated == [symbol])
        }
    }

    @Test("Infinity is no value but of an echo's loss", arguments: EModelVectors.fields.keys.sorted())
    func infinite(_ symbol: String) throws {
        var parameters = EModelParameters.narrowband
        parameters[keyPath: try #require(EModelVectors.fields[symbol])] = .infinity
        let isLoss = ["TELR", "WEPL"].contains(symbol)
        #expect(parameters.impossible.isEmpty == isLoss)
        if isLoss { #expect(NarrowbandEModel.rating(parameters).r.isFinite) }
    }

    @Test(
        "What no call can have is refused",
        arguments: [
            ("Ppl", -0.1), ("Ppl", 100.1), ("Bpl", 0.0), ("BurstR", 0), ("Ie", -1), ("Ie", 95.1), ("T", -1),
            ("Ta", -1), ("Tr", -1), ("qdu", 0), ("sT", 0), ("mT", 0), ("A", -1),
        ]
    )
    func refused(_ symbol: String, _ value: Double) throws {
        var parameters = EModelParameters.narrowband
        parameters[keyPath: try #require(EModelVectors.fields[symbol])] = value
        let found = try #require(parameters.impossible.first)
        #expect(found.symbol == symbol)
        #expect(found.description.hasPrefix("\(symbol) = \(value) cannot be rated: give "))
    }

    @Test("Fullband takes a higher Ie")
    func fullbandCeiling() {
        var parameters = EModelParameters.fullband
        parameters.ie = 120
        #expect(parameters.impossible.map(\.symbol) == ["Ie"])
        #expect(parameters.impossibleInFullband.isEmpty)
        #expect(FullbandEModel.rating(parameters).ieEff == 120)
    }

    @Test("Beyond the Recommendation's ranges a rating is extrapolation, and says of what")
    func extrapolated() {
        var parameters = EModelParameters.narrowband
        (parameters.ta, parameters.ppl) = (600, 30)
        #expect(parameters.extrapolated == ["Ta", "Ppl"])
        (parameters.ta, parameters.ppl, parameters.burstR) = (500, 1.9, 8)
        #expect(parameters.extrapolated.isEmpty)
        parameters.ppl = 2
        #expect(parameters.extrapolated == ["BurstR"])
        parameters.burstR = 2
        #expect(parameters.extrapolated.isEmpty)
    }

    /// What is possible of each parameter, as refusing a NaN tells it.
    private static let bounds: [(field: Field, range: ClosedRange<Double>)] =
        EModelVectors.fields.sorted { $0.key < $1.key }.compactMap { _, field in
            var parameters = EModelParameters.narrowband
            parameters[keyPath: field] = .nan
            return parameters.impossible.first.map { (field, $0.possible) }
        }

    @Test("Every corner of what is possible, and what lies between, has a rating that is a number and a score")
    func corners() {
        #expect(Self.bounds.count == 23)
        var state: UInt64 = 1
        for _ in 0..<5_000 {
            var parameters = EModelParameters.narrowband
            for (field, range) in Self.bounds {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                switch state >> 61 {
                case 0: parameters[keyPath: field] = range.lowerBound
                case 1: parameters[keyPath: field] = range.upperBound
                case 2:
                    parameters[keyPath: field] = range.lowerBound + min(range.upperBound - range.lowerBound, 100) / 2
                default: break
                }
            }
            #expect(parameters.impossible.isEmpty)
            for r in [
                NarrowbandEModel.rating(parameters).r, WidebandEModel.rating(parameters).r,
                FullbandEModel.rating(parameters).r,
            ] where !r.isFinite {
                Issue.record("\(r) of \(parameters)")
            }
        }
    }
}
