import ExternalScores
import Foundation
import GoldenClips

extension VideoCalibration {
    /// What libvmaf says of the clips that every machine can make.
    static func writeVectors(to file: URL) throws {
        guard let scorer = VMAFScorer.find() else {
            FileHandle.standardError.write(Data("no ffmpeg with libvmaf\n".utf8))
            exit(69)
        }
        var version = ""
        let clips = try GoldenClip.all.map { clip in
            let (source, degraded) = (clip.source, clip.degraded)
            let isLarge = min(clip.width, clip.height) >= 176
            let features: Set<VMAFScorer.Feature> = isLarge ? [.psnr, .ssim, .multiScaleSSIM] : [.psnr, .ssim]
            let scores = try scorer.score(source: source, shown: degraded, features: features)
            version = scores.version
            let kept = ["vmaf", "vmaf_neg", "psnr_y", "float_ssim", "float_ms_ssim"]
            return GoldenScores.Clip(
                clip: clip,
                sourceSHA256: GoldenClip.digest(source),
                degradedSHA256: GoldenClip.digest(degraded),
                pictures: scores.frames.map { $0.metrics.filter { kept.contains($0.key) } }
            )
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        try (encoder.encode(GoldenScores(libvmaf: version, clips: clips)) + Data("\n".utf8)).write(to: file)
    }
}
