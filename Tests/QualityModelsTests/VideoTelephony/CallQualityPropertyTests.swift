import QualityModels
import Testing
import Units

@Suite("G.1070 speech and whole calls")
struct CallQualityPropertyTests {
    private static let sets = MultimediaCoefficients.published

    private func estimate(
        _ set: MultimediaCoefficients,
        _ sq: Double,
        _ vq: Double,
        _ ts: Int64,
        _ tv: Int64
    ) throws -> CallQualityEstimate? {
        CallQualityEstimate(
            set,
            speech: try #require(MeanOpinionScore(sq)),
            video: try #require(MeanOpinionScore(vq)),
            speechDelay: .milliseconds(ts),
            videoDelay: .milliseconds(tv)
        )
    }

    @Test(
        "Where sound and picture are good enough, more delay is worse; where they are not, the published set errs",
        arguments: sets
    )
    func delay(_ set: MultimediaCoefficients) throws {
        for sq in [1.0, 2.5, 3.6, 4.5] {
            for vq in [1.0, 2.5, 3.6, 5] {
                let estimates = try stride(from: 0, through: 2_000, by: 100).map { delay in
                    try #require(try estimate(set, sq, vq, delay, delay))
                }
                let first = try #require(estimates.first)
                let values = estimates.map(\.quality.value)
                #expect(values.allSatisfy { (1...5).contains($0) })
                let isAware = first.audiovisual > set.lowestDelayAwareQuality
                let expected = isAware ? values.sorted(by: >) : values.sorted()
                #expect(values == expected, "\(set.screen) \(sq) \(vq)")
            }
        }
    }

    @Test("Lips out of step cost, whichever is late", arguments: sets)
    func lips(_ set: MultimediaCoefficients) throws {
        let together = try #require(try estimate(set, 4.5, 4.5, 200, 200))
        for offset in [50, 100, 200] as [Int64] {
            let speechLate = try #require(try estimate(set, 4.5, 4.5, 200 + offset, 200 - offset))
            let videoLate = try #require(try estimate(set, 4.5, 4.5, 200 - offset, 200 + offset))
            #expect(abs(speechLate.absoluteDelay - together.absoluteDelay) < 1e-12)
            #expect(speechLate.quality < together.quality)
            #expect(videoLate.quality < together.quality)
        }
    }

    @Test("Better video is better, and better speech is where video is not too poor", arguments: sets)
    func media(_ set: MultimediaCoefficients) throws {
        for other in stride(from: 2.5, through: 4.5, by: 0.5) {
            let speech = try stride(from: 1.0, through: 4.5, by: 0.5).map {
                try #require(try estimate(set, $0, other, 100, 100)).quality
            }
            let video = try stride(from: 1.0, through: 5, by: 0.5).map {
                try #require(try estimate(set, other, $0, 100, 100)).quality
            }
            #expect(speech == speech.sorted())
            #expect(video == video.sorted())
        }
    }

    @Test("A negative delay has no quality")
    func impossible() throws {
        let set = try #require(Self.sets.first)
        #expect(try estimate(set, 4, 4, -1, 0) == nil)
        #expect(try estimate(set, 4, 4, 0, -1) == nil)
    }

    @Test("Clean speech is rated 93.193, and losses and echo lower it")
    func speech() throws {
        let clean = try #require(SpeechQualityEstimate(EModelParameters.narrowband))
        #expect(clean.rating == 93.193)
        #expect(abs(clean.quality.value - MeanOpinionScale.narrowband.mos(rating: 93.193)) == 0)
        var parameters = EModelParameters.narrowband
        (parameters.bpl, parameters.ppl, parameters.ta) = (25.1, 5, 900)
        let lossy = try #require(SpeechQualityEstimate(parameters))
        #expect(abs(lossy.rating - (93.193 - 95 * 5 / 30.1)) < 1e-12)
        parameters.ppl = .nan
        #expect(SpeechQualityEstimate(parameters) == nil)
        #expect(SpeechQualityEstimate(idte: .nan, ieEff: 0) == nil)
    }
}
