import Foundation
import QualityModels
import Testing
import Units

@Suite("G.1070 vectors")
struct PlanningVectorTests {
    private struct File: Decodable {
        struct Meta: Decodable {
            let video_coeffs: [String: [String: Double]]
            let mm_coeffs: [String: [String: Double]]
        }
        struct Vector: Decodable {
            let kind: String
            let coeffs: String
            let input: [String: Double]
            let expect: [String: Double]

            func value(_ name: String) throws -> Double { try #require(input[name], "no input \(name)") }
        }
        let meta: Meta
        let tolerance: Double
        let vectors: [Vector]

        static func load() throws -> Self {
            let url = try #require(
                Bundle.module.url(forResource: "g1070", withExtension: "json", subdirectory: "Vectors")
            )
            return try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
        }
    }

    @Test("Every vector is of a kind that is tested")
    func kinds() throws {
        let vectors = try File.load().vectors
        #expect(vectors.count == 87)
        #expect(Set(vectors.map(\.kind)) == ["vq", "mmq"])
    }

    @Test("The published video sets are those of the vectors")
    func videoCoefficients() throws {
        let sets = try File.load().meta.video_coeffs
        #expect(Set(sets.keys) == Set(VideoCoefficientSet.published.map(\.name)))
        for set in VideoCoefficientSet.published {
            let v = try #require(set.coefficients)
            let values = [v.v1, v.v2, v.v3, v.v4, v.v5, v.v6, v.v7, v.v8, v.v9, v.v10, v.v11, v.v12]
            let expected = try #require(sets[set.name])
            #expect(values == (1...12).compactMap { expected["v\($0)"] }, "\(set.name)")
            #expect(VideoCoefficients(values) == v)
        }
    }

    @Test("The published sets of integration are those of the vectors")
    func multimediaCoefficients() throws {
        let sets = try File.load().meta.mm_coeffs
        #expect(sets.count == MultimediaCoefficients.published.count)
        for m in MultimediaCoefficients.published {
            let values = [m.m1, m.m2, m.m3, m.m4, m.m5, m.m6, m.m7, m.m8, m.m9, m.m10, m.m11, m.m12, m.m13, m.m14]
            let expected = try #require(sets["\(m.screen)in"])
            #expect(values == (1...14).compactMap { expected["m\($0)"] }, "\(m.screen)")
        }
    }

    @Test("Every term of every video vector is met")
    func video() throws {
        let file = try File.load()
        for vector in file.vectors where vector.kind == "vq" {
            let set = VideoCoefficientSet.published.first { $0.name == vector.coeffs }
            let coefficients = try #require(set?.coefficients)
            let estimate = VideoQualityEstimate(
                coefficients,
                bitrate: .kilobitsPerSecond(Int64(try vector.value("br_kbps"))),
                frameRate: try vector.value("fps"),
                ppl: try vector.value("ppl_pct")
            )
            let terms = try #require(estimate.map(Self.terms))
            try check(vector, terms, file.tolerance)
        }
    }

    @Test("Every term of every audiovisual vector is met")
    func multimedia() throws {
        let file = try File.load()
        for vector in file.vectors where vector.kind == "mmq" {
            let set = MultimediaCoefficients.published.first { "\($0.screen)in" == vector.coeffs }
            let speech = MeanOpinionScore<PlanningSpeechScale>(try vector.value("sq"))
            let video = MeanOpinionScore<PlanningVideoScale>(try vector.value("vq"))
            let estimate = CallQualityEstimate(
                try #require(set),
                speech: try #require(speech),
                video: try #require(video),
                speechDelay: .milliseconds(Int64(try vector.value("ts_ms"))),
                videoDelay: .milliseconds(Int64(try vector.value("tv_ms")))
            )
            let terms = try #require(estimate.map(Self.terms))
            try check(vector, terms, file.tolerance)
        }
    }

    private static func terms(_ estimate: VideoQualityEstimate) -> [String: Double] {
        [
            "Ofr": estimate.optimumFrameRate, "Iofr": estimate.optimumCoding, "Icoding": estimate.coding,
            "DFrV": estimate.frameRateRobustness, "DPplV": estimate.lossRobustness, "Vq": estimate.quality.value,
        ]
    }

    private static func terms(_ estimate: CallQualityEstimate) -> [String: Double] {
        [
            "MMsv": estimate.audiovisual, "AD": estimate.absoluteDelay, "MS": estimate.synchronisation,
            "MMt": estimate.delay, "MMq": estimate.quality.value,
        ]
    }

    private func check(_ vector: File.Vector, _ terms: [String: Double], _ tolerance: Double) throws {
        #expect(vector.expect.count == terms.count)
        for (name, expected) in vector.expect {
            let value = try #require(terms[name], "unknown term \(name)")
            #expect(abs(value - expected) <= tolerance, "\(vector.coeffs) \(vector.input) \(name) \(value)")
        }
    }
}
