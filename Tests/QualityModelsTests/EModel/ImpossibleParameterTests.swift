import QualityModels
import Testing

@Suite("Impossible and extrapolated parameters")
struct ImpossibleParameterTests {
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
        let isLoss = ["TELR", "WEPL", "STMR"].contains(symbol)
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

    @Test("Every possible corner has a rating that is a number")
    func corners() {
        for symbol in EModelVectors.fields.keys.sorted() {
            guard let field = EModelVectors.fields[symbol] else { continue }
            for exponent in -6...7 {
                for sign in [-1.0, 1] {
                    var parameters = EModelParameters.narrowband
                    (parameters.t, parameters.ta, parameters.ppl) = (20, 300, 3)
                    parameters[keyPath: field] =
                        sign
                        * (0..<abs(exponent)).reduce(1) { value, _ in
                            exponent > 0 ? value * 10 : value / 10
                        }
                    guard parameters.impossible.isEmpty else { continue }
                    #expect(NarrowbandEModel.rating(parameters).r.isFinite, "\(symbol) \(sign) 1e\(exponent)")
                    #expect(WidebandEModel.rating(parameters).r.isFinite, "\(symbol) \(sign) 1e\(exponent)")
                    #expect(FullbandEModel.rating(parameters).r.isFinite, "\(symbol) \(sign) 1e\(exponent)")
                }
            }
        }
    }
}
