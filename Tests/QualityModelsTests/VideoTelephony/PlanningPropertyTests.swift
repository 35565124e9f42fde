import QualityModels
import Testing
import Units

@Suite("G.1070 properties")
struct PlanningPropertyTests {
    private static let sets = VideoCoefficientSet.published

    private func estimate(_ set: VideoCoefficientSet, _ kilobits: Int64, _ fps: Double, _ ppl: Double) throws -> Double?
    {
        let coefficients = try #require(set.coefficients)
        return VideoQualityEstimate(
            coefficients,
            bitrate: .kilobitsPerSecond(kilobits),
            frameRate: fps,
            ppl: ppl
        )?.quality.value
    }

    @Test("More loss never looks better, and every score is within 1 and 5", arguments: sets)
    func loss(_ set: VideoCoefficientSet) throws {
        for kilobits in [50, 100, 400, 1_000, 2_000, 2_700] as [Int64] {
            for fps in [1.0, 7, 15, 30, 60] {
                var last = 5.0
                for ppl in stride(from: 0.0, through: 100, by: 2) {
                    let score = try #require(try estimate(set, kilobits, fps, ppl))
                    #expect(score <= last && score >= 1, "\(set.name) \(kilobits) \(fps) \(ppl)")
                    last = score
                }
            }
        }
    }

    @Test("At the optimum frame rate more bits look better, and any other frame rate worse", arguments: sets)
    func optimum(_ set: VideoCoefficientSet) throws {
        let coefficients = try #require(set.coefficients)
        var last = 0.0
        for kilobits in stride(from: 50, through: 2_700, by: 50) as StrideThrough<Int64> {
            let optimum = coefficients.v1 + coefficients.v2 * Double(kilobits)
            let best = try #require(try estimate(set, kilobits, optimum, 0))
            #expect(best > last)
            for factor in [0.25, 0.5, 2, 4] {
                #expect(try #require(try estimate(set, kilobits, optimum * factor, 0)) < best)
            }
            last = best
        }
    }

    @Test("What cannot be has no quality")
    func impossible() throws {
        let set = try #require(Self.sets.first)
        for (kilobits, fps, ppl) in [
            (0, 30.0, 0.0), (-1, 30, 0), (500, 0, 0), (500, -1, 0), (500, .nan, 0), (500, .infinity, 0),
            (500, 30, -0.1), (500, 30, 100.1), (500, 30, .nan),
        ] as [(Int64, Double, Double)] {
            #expect(try estimate(set, kilobits, fps, ppl) == nil, "\(kilobits) \(fps) \(ppl)")
        }
    }

    @Test("MPEG-4 VGA has no quality from the rate on at which its robustness is negative")
    func lostMeaning() throws {
        let set = try #require(Self.sets.first { $0.name == "mpeg4_vga_9.2in" })
        #expect(try estimate(set, 2_743, 30, 0) != nil)
        #expect(try estimate(set, 2_744, 30, 0) == nil)
    }

    @Test("The remembered limits of the optimum are kept where they are asked for")
    func limits() throws {
        let coefficients = try #require(Self.sets.first?.coefficients)
        let rate = DataRate.kilobitsPerSecond(2_000)
        let limits = VideoQualityEstimate.rememberedOptimum
        let limited = VideoQualityEstimate(coefficients, bitrate: rate, frameRate: 30, ppl: 0, optimumWithin: limits)
        #expect(limited?.optimumFrameRate == 30)
        #expect(limited?.coding == limited?.optimumCoding)
        let free = VideoQualityEstimate(coefficients, bitrate: rate, frameRate: 30, ppl: 0)
        #expect(free?.optimumFrameRate ?? 0 > 45)
    }

    private static let fit = [5.5, 0.01, 3.5, 178, 1, 1.2, 4e-4, 0.2, 500, 0.7, -6, 13]

    private func fitted(changing index: Int, to value: Double) throws -> VideoQualityEstimate? {
        var values = Self.fit
        values[index] = value
        let coefficients = try #require(VideoCoefficients(values))
        return VideoQualityEstimate(coefficients, bitrate: .kilobitsPerSecond(2_000), frameRate: 30, ppl: 1)
    }

    @Test("A fit that overshoots has its coding quality held at 4")
    func overshoot() throws {
        #expect(try #require(try fitted(changing: 2, to: 8)).optimumCoding == 4)
    }

    @Test("Where a fit has no positive optimum or robustness there is no quality")
    func meaninglessFit() throws {
        #expect(try fitted(changing: 0, to: 5.5) != nil)
        #expect(try fitted(changing: 0, to: -30) == nil)
        #expect(try fitted(changing: 5, to: -1) == nil)
        #expect(try fitted(changing: 9, to: -5) == nil)
    }

    @Test("A fit's coefficients are taken or refused, and carry where they come from")
    func fitted() throws {
        let values = Self.fit
        let coefficients = try #require(VideoCoefficients(values))
        let set = VideoCoefficientSet(
            name: "vp8_640x360",
            codec: "VP8",
            format: "640x360",
            coefficients: coefficients,
            file: "fit.json"
        )
        #expect(set.label == "G.1070 planning model, VP8 640x360 coefficients: project-calibrated, fit.json")
        #expect(VideoCoefficients(Array(values.dropLast())) == nil)
        for index in [3, 7, 8] {
            var changed = values
            changed[index] = 0
            #expect(VideoCoefficients(changed) == nil)
        }
        for index in values.indices {
            var changed = values
            changed[index] = .nan
            #expect(VideoCoefficients(changed) == nil)
        }
    }
}
