import Foundation
import QualityModels
import Testing
import Units
import VideoFit

@Suite("The fit of planned video quality")
struct VideoFitTests {
    @Test("The shipped coefficients and ranges are those of the results")
    func shipped() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let bytes = try Data(contentsOf: root.appending(path: VideoCoefficientSet.fittedFile))
        let file = try JSONDecoder().decode(VideoQualityFile.self, from: bytes)
        #expect(file.fits.count == VideoCoefficientSet.fitted.count)
        for fit in file.fits {
            let set = try #require(
                VideoCoefficientSet.fitted.first { $0.name == "\(fit.codec)_\(fit.width)x\(fit.height)" }
            )
            #expect(set.coefficients == VideoCoefficients(fit.coefficients))
            #expect(set.range?.bitrate == fit.bitrate[0]...fit.bitrate[1])
            #expect(set.range?.frameRate == fit.frameRate[0]...fit.frameRate[1])
            #expect(set.range?.ppl == fit.loss[0]...fit.loss[1])
            let points = file.points.filter {
                $0.codec == fit.codec && $0.width == fit.width && $0.height == fit.height
            }
            let coefficients = try #require(set.coefficients)
            let squares = try points.map { point in
                let estimate = try #require(
                    VideoQualityEstimate(
                        coefficients,
                        bitrate: point.fitted.bitrate,
                        frameRate: point.frameRate,
                        ppl: point.loss
                    )
                )
                return (estimate.quality.value - point.score) * (estimate.quality.value - point.score)
            }
            #expect(points.count == fit.points)
            #expect(abs((squares.reduce(0, +) / Double(points.count)).squareRoot() - fit.rmse) < 1e-4)
        }
    }

    @Test("Each score of the results follows from its terms")
    func scores() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let bytes = try Data(contentsOf: root.appending(path: VideoCoefficientSet.fittedFile))
        for point in try JSONDecoder().decode(VideoQualityFile.self, from: bytes).points {
            guard let neg = point.vmafNeg else {
                #expect(point.score == 1)
                continue
            }
            let score = try #require(
                VideoScore.v1(
                    vmafNeg: neg,
                    harmonicFrameRate: point.harmonicFrameRate,
                    sourceFrameRate: 30,
                    freezeRatio: min(1, point.freezeRatio)
                )
            )
            #expect(abs(score - point.score) < 2e-3)
        }
    }

    @Test("A fit of scores that a set made gives those scores back")
    func recovery() throws {
        let truth = try #require(VideoCoefficients([30, 0, 3.8, 120, 1.1, 1.4, 2e-4, 12, 700, 2.5, -1, 5]))
        let points = try [50, 120, 300, 800, 1_600].flatMap { kilobits in
            try [7.5, 15, 30].flatMap { fps in
                try [0.0, 1, 4].map { ppl in
                    let rate = DataRate.kilobitsPerSecond(Int64(kilobits))
                    let estimate = VideoQualityEstimate(truth, bitrate: rate, frameRate: fps, ppl: ppl)
                    return VideoModelFit.Point(
                        bitrate: rate,
                        frameRate: fps,
                        ppl: ppl,
                        score: try #require(estimate).quality.value
                    )
                }
            }
        }
        let fit = try #require(VideoModelFit(points).best())
        // What is left is the weak pull towards the starts.
        #expect(fit.rmse < 0.03 && fit.largest < 0.1, "\(fit)")
    }

    @Test("Least squares find the minimum of Rosenbrock's valley")
    func rosenbrock() {
        let minimum = LevenbergMarquardt.minimise(from: [-1.2, 1]) { [10 * ($0[1] - $0[0] * $0[0]), 1 - $0[0]] }
        #expect(minimum.sum < 1e-12)
        #expect(abs(minimum.parameters[0] - 1) < 1e-5 && abs(minimum.parameters[1] - 1) < 1e-5)
    }
}
