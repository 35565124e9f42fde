import QualityModels
import Testing
import Units

@Suite("Fitted video coefficients")
struct FittedCoefficientTests {
    private static let sets = VideoCoefficientSet.fitted

    private func score(_ set: VideoCoefficientSet, _ kilobits: Double, _ fps: Double, _ ppl: Double) throws -> Double {
        let rate = DataRate(bitsPerSecond: Int64(kilobits * 1_000))
        return try #require(set.estimate(bitrate: rate, frameRate: fps, ppl: ppl)).quality.value
    }

    /// Bit rates over the whole range, by equal factors.
    private func rates(_ set: VideoCoefficientSet) throws -> [Double] {
        let range = try #require(set.range).bitrate
        let steps = 24
        var factor = range.upperBound / range.lowerBound
        for _ in 0..<3 { factor = factor.squareRoot() }
        // Eighth roots: eight steps span the range, and three between each.
        let marks = (0...8).reduce(into: [range.lowerBound]) { marks, _ in marks.append((marks.last ?? 1) * factor) }
        let between = zip(marks, marks.dropFirst()).flatMap { low, high in
            (0..<3).map { low + (high - low) * Double($0) / 3 }
        }
        return between.prefix(steps).filter { range.contains($0) } + [range.upperBound]
    }

    @Test("Without loss more bits never look worse, within the range", arguments: sets)
    func bits(_ set: VideoCoefficientSet) throws {
        for fps in [7.5, 10, 15, 20, 25, 30] where try #require(set.range).frameRate.contains(fps) {
            var last = 1.0
            for rate in try rates(set) {
                let value = try score(set, rate, fps, 0)
                #expect(value >= last && value <= 5, "\(set.name) \(rate) kbit/s \(fps) fps")
                last = value
            }
        }
    }

    @Test("More loss never looks better, and every score lies within 1 and 5", arguments: sets)
    func loss(_ set: VideoCoefficientSet) throws {
        for rate in try rates(set) {
            for fps in [7.5, 15, 30] where try #require(set.range).frameRate.contains(fps) {
                var last = 5.0
                for ppl in stride(from: 0.0, through: try #require(set.range).ppl.upperBound, by: 0.25) {
                    let value = try score(set, rate, fps, ppl)
                    #expect(value <= last && value >= 1)
                    last = value
                }
            }
        }
    }

    @Test("Without loss 30 pictures a second look better than 15", arguments: sets)
    func frameRate(_ set: VideoCoefficientSet) throws {
        let top = try #require(set.range).bitrate.upperBound
        #expect(try score(set, top, 30, 0) > score(set, top, 15, 0))
    }

    @Test("Outside of what was measured there is no score", arguments: sets)
    func range(_ set: VideoCoefficientSet) throws {
        let range = try #require(set.range)
        let rate = DataRate(bitsPerSecond: Int64(range.bitrate.upperBound * 1_000))
        #expect(set.estimate(bitrate: rate, frameRate: 30, ppl: 0) != nil)
        #expect(set.estimate(bitrate: rate + .kilobitsPerSecond(1), frameRate: 30, ppl: 0) == nil)
        #expect(set.estimate(bitrate: rate, frameRate: 31, ppl: 0) == nil)
        #expect(set.estimate(bitrate: rate, frameRate: 30, ppl: range.ppl.upperBound + 0.1) == nil)
    }

    @Test("Both codecs have a set for each size, found by the nearest number of pixels up to a factor of two")
    func choice() {
        for codec in ["VP8", "vp9"] {
            #expect(VideoCoefficientSet.fitted(codec: codec, pixels: 640 * 360)?.format == "640x360")
            #expect(VideoCoefficientSet.fitted(codec: codec, pixels: 480 * 270)?.format == "640x360")
            #expect(VideoCoefficientSet.fitted(codec: codec, pixels: 320 * 240)?.format == "320x180")
            #expect(VideoCoefficientSet.fitted(codec: codec, pixels: 1_280 * 720)?.format == "1280x720")
            #expect(VideoCoefficientSet.fitted(codec: codec, pixels: 160 * 90) == nil)
            #expect(VideoCoefficientSet.fitted(codec: codec, pixels: 1_920 * 1_080) == nil)
        }
        #expect(VideoCoefficientSet.fitted(codec: "AV1", pixels: 640 * 360) == nil)
        #expect(Self.sets.allSatisfy { $0.label.contains("project-calibrated") && $0.coefficients != nil })
    }
}
