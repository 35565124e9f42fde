import ExternalScores
import Foundation
import MediaCodecs
import QualityModels
import ValidationComparison
import VideoFit

extension VideoCalibration {
    /// Makes the file of results from a sweep's notes.
    static func collect(_ notes: URL, into file: URL) throws {
        let lines = try String(contentsOf: notes, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(SweepLine.self, from: Data($0.utf8))
        }
        let provenance = VideoQualityFile.Provenance(
            command: "Scripts/calibrate video",
            score: VideoScore.name,
            libvmaf: "86da14d, model vmaf_v0.6.1neg, at the size of coding",
            libvpx: CodecVersions.vpx,
            conditions: "talking heads at 30 fps, coded as in a call at a fixed rate, packets of 1200 bytes lost for "
                + "good, one key frame 100 ms after a loss; 2 s of warm-up, then 8 s (6 s at 1280x720)"
        )
        let quantizers = VideoQualityFile.quantizers(of: lines)
        try write(
            VideoQualityFile(provenance: provenance, quantizers: quantizers, points: lines.map(\.point)),
            to: file
        )
        try refit(file)
    }

    /// Fits the points of a file of results anew, and says how well.
    static func refit(_ file: URL) throws {
        var results = try JSONDecoder().decode(VideoQualityFile.self, from: Data(contentsOf: file))
        results.refit()
        try write(results, to: file)
        let page = URL(filePath: "docs/validation.md")
        let old = try String(contentsOf: page, encoding: .utf8)
        let new = PageSections.replacing(VideoQualityFile.section, with: results.page, in: old)
        try Data(new.utf8).write(to: page, options: .atomic)
        for fit in results.fits {
            print(
                "\(fit.codec) \(fit.width)x\(fit.height): \(fit.points) points, RMSE \(fit.rmse), largest \(fit.largest)"
            )
            print("    \(fit.coefficients.map { "\($0)" }.joined(separator: ", "))")
        }
    }

    private static func write(_ results: VideoQualityFile, to file: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        try (encoder.encode(results) + Data("\n".utf8)).write(to: file)
    }
}
