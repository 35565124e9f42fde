import Foundation
import QualityModels
import Testing

/// A file of inputs and expected terms, by the Recommendations' symbols.
struct EModelVectors: Decodable, Sendable {
    struct Vector: Decodable, Sendable {
        let input: [String: Double]
        let expect: [String: Double]
    }

    let tolerance: Double
    let vectors: [Vector]

    static func load(_ name: String) throws -> Self {
        let url = try #require(Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Vectors"))
        return try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
    }

    static let fields: [String: any WritableKeyPath<EModelParameters, Double> & Sendable] = [
        "SLR": \.slr, "RLR": \.rlr, "STMR": \.stmr, "LSTR": \.lstr, "Ds": \.ds, "Dr": \.dr, "TELR": \.telr,
        "WEPL": \.wepl, "T": \.t, "Tr": \.tr, "Ta": \.ta, "sT": \.sT, "mT": \.mT, "qdu": \.qdu, "Ie": \.ie,
        "Bpl": \.bpl, "Ppl": \.ppl, "BurstR": \.burstR, "Nc": \.nc, "Nfor": \.nfor, "Ps": \.ps, "Pr": \.pr, "A": \.a,
    ]

    static func parameters(_ vector: Vector, from defaults: EModelParameters) throws -> EModelParameters {
        var parameters = defaults
        for (name, value) in vector.input {
            parameters[keyPath: try #require(fields[name], "unknown input \(name)")] = value
        }
        return parameters
    }
}

@Suite("E-model vectors")
struct EModelVectorTests {
    @Test("Every term of every narrowband vector is met")
    func narrowband() throws {
        let file = try EModelVectors.load("g107")
        #expect(file.vectors.count == 50)
        for vector in file.vectors {
            let rating = NarrowbandEModel.rating(try EModelVectors.parameters(vector, from: .narrowband))
            let terms = [
                "No": rating.no, "Ro": rating.ro, "Iolr": rating.iolr, "Ist": rating.ist, "Iq": rating.iq,
                "Is": rating.simultaneous, "Idte": rating.idte, "Idle": rating.idle, "Idd": rating.idd,
                "Id": rating.delayed, "IeEff": rating.ieEff, "R": rating.r, "MOS": rating.mos.value,
            ]
            for (name, expected) in vector.expect {
                let value = try #require(terms[name], "unknown term \(name)")
                #expect(abs(value - expected) <= file.tolerance, "\(vector.input) \(name) \(value)")
            }
        }
    }

    @Test("Every term of every wideband vector is met")
    func wideband() throws {
        let file = try EModelVectors.load("g1071")
        #expect(file.vectors.count == 39)
        for vector in file.vectors {
            let rating = WidebandEModel.rating(try EModelVectors.parameters(vector, from: .wideband))
            let terms = [
                "Ro": WidebandEModel.basicRating, "Is": 0, "Idte": rating.idte, "Idle": rating.idle,
                "Idd": rating.idd, "Id": rating.delayed, "IeEff": rating.ieEff, "R": rating.r,
                "Rx": rating.r / 1.29, "MOS": rating.mos.value,
            ]
            for (name, expected) in vector.expect {
                let value = try #require(terms[name], "unknown term \(name)")
                #expect(abs(value - expected) <= file.tolerance, "\(vector.input) \(name) \(value)")
            }
        }
    }

    @Test("Every term of every fullband vector is met")
    func fullband() throws {
        let file = try EModelVectors.load("g1072")
        #expect(file.vectors.count == 39)
        for vector in file.vectors {
            let rating = FullbandEModel.rating(try EModelVectors.parameters(vector, from: .fullband))
            let terms = [
                "Ro": FullbandEModel.basicRating, "Is": 0, "Idd": rating.idd, "Id": rating.idd,
                "IeEff": rating.ieEff, "R": rating.r, "Rx": rating.r / 1.48, "MOS": rating.mos.value,
            ]
            for (name, expected) in vector.expect {
                let value = try #require(terms[name], "unknown term \(name)")
                #expect(abs(value - expected) <= file.tolerance, "\(vector.input) \(name) \(value)")
            }
        }
    }
}
