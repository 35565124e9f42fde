import ExternalScores
import Foundation
import GoldenClips
import QualityModels
import RawMedia
import Testing

@Suite("VMAF by an installed ffmpeg")
struct VMAFScorerTests {
    private static let scorer = VMAFScorer.find()

    @Test(
        "VMAF and VMAF-NEG are the recorded ones",
        .enabled(if: scorer != nil, "no ffmpeg with libvmaf: set REHEARSAL_FFMPEG, or install imageio-ffmpeg"),
        arguments: try GoldenScores.load().clips
    )
    func golden(_ golden: GoldenScores.Clip) throws {
        let scorer = try #require(Self.scorer)
        let (source, degraded) = (golden.clip.source, golden.clip.degraded)
        #expect(GoldenClip.digest(source) == golden.sourceSHA256)
        #expect(GoldenClip.digest(degraded) == golden.degradedSHA256)
        let scores = try scorer.score(source: source, shown: degraded, features: [.psnr])
        #expect(scores.frames.map(\.frameNum) == Array(source.indices))
        for (frame, expected) in zip(scores.frames, golden.pictures) {
            // libvmaf's integer and float models, and its versions, differ by up to 0.1.
            for name in ["vmaf", "vmaf_neg"] {
                #expect(abs(try #require(frame.metrics[name]) - (try #require(expected[name]))) < 0.15)
            }
            #expect(abs(try #require(frame.metrics["psnr_y"]) - (try #require(expected["psnr_y"]))) < 2e-6)
        }
        let mean = golden.pictures.compactMap { $0["vmaf_neg"] }.reduce(0, +) / Double(golden.pictures.count)
        #expect(abs(try #require(scores.vmafNeg) - mean) < 0.15)
    }

    @Test(
        "What was shown and its source are not mixed up",
        .enabled(if: scorer != nil, "no ffmpeg with libvmaf: set REHEARSAL_FFMPEG, or install imageio-ffmpeg")
    )
    func order() throws {
        let clip = GoldenClip(width: 176, height: 144, frames: 2, strength: 2)
        let scorer = try #require(Self.scorer)
        let right = try #require(try scorer.score(source: clip.source, shown: clip.degraded).vmafNeg)
        let swapped = try #require(try scorer.score(source: clip.degraded, shown: clip.source).vmafNeg)
        #expect(abs(right - swapped) > 1)
    }

    @Test(
        "Pictures that do not belong together are refused before ffmpeg runs",
        .enabled(if: scorer != nil, "no ffmpeg with libvmaf: set REHEARSAL_FFMPEG, or install imageio-ffmpeg")
    )
    func refusals() throws {
        let scorer = try #require(Self.scorer)
        let (small, large) = (I420Frame(width: 64, height: 64), I420Frame(width: 96, height: 64))
        for (source, shown) in [([small], [large]), ([small, small], [small]), ([], [])] {
            let error = #expect(throws: ExternalToolError.self) { try scorer.score(source: source, shown: shown) }
            guard case .notComparable = error else {
                Issue.record("\(String(describing: error)) is another error")
                continue
            }
        }
    }

    @Test("The log of libvmaf is read, and nothing else")
    func log() throws {
        let text = """
            {"version": "v", "fps": 1.0, "frames": [{"frameNum": 3, "metrics": {"vmaf": 81.5, "vmaf_neg": 80.25}}],
             "pooled_metrics": {"vmaf": {"min": 1, "max": 3, "mean": 2, "harmonic_mean": 1.5}}, "aggregate_metrics": {}}
            """
        let scores = try #require(VMAFScores(log: Data(text.utf8)))
        #expect(scores.frames.map(\.metrics) == [["vmaf": 81.5, "vmaf_neg": 80.25]])
        #expect(scores.frames.map(\.frameNum) == [3])
        #expect(scores.vmaf == 2 && scores.vmafNeg == nil && scores.pooled["vmaf"]?.harmonicMean == 1.5)
        for broken in ["", "[]", "{\"version\": \"v\", \"frames\": [], \"pooled_metrics\": {}}"] {
            #expect(VMAFScores(log: Data(broken.utf8)) == nil)
        }
    }
}
