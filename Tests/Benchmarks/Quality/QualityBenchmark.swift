import ExternalScores
import Foundation
import QualityModels
import RawMedia
import Units

/// What scoring costs a picture of 640x360, beside what was asked, beside ffmpeg's own filters, and in a call.
@main
struct QualityBenchmark {
    static func main() throws {
        let clip = Clip()
        let psnr = line("PSNR", clip.best(count: 60) { LumaPSNR.decibels($0, $1) }, target: 0.05)
        let ssim = line("SSIM", clip.best(count: 60) { LumaSSIM.mean($0, $1) }, target: 0.15)
        _ = line(
            "MS-SSIM (one picture in \(PictureQuality.multiScaleStep))",
            clip.best(count: 6) { LumaMSSSIM.index($0, $1) ?? 0 },
            target: nil
        )
        print("E-model, wideband: \(text(eModel() * 1e6)) ns a window")
        try FilterCost.report(clip, psnr: psnr, ssim: ssim)
        try CallShare.report(clip)
    }

    private static func line(_ name: String, _ milliseconds: Double, target: Double?) -> Double {
        print("\(name): \(text(milliseconds)) ms a picture" + (target.map { ", asked at most \(text($0)) ms" } ?? ""))
        return milliseconds
    }

    /// Milliseconds a rating.
    private static func eModel() -> Double {
        best(15) {
            var sum = 0.0
            for step in 0..<1_000 {
                var parameters = EModelParameters.wideband
                parameters.ppl = Double(step % 20)
                sum += WidebandEModel.rating(parameters).r
            }
            precondition(sum.isFinite, "ratings are numbers")
            return 1_000
        }
    }

    static func text(_ value: Double) -> String { String(format: "%.3f", value) }

    /// The least CPU milliseconds for one thing of which a turn does so many.
    static func best(_ turns: Int, _ turn: () -> Int) -> Double {
        (0..<turns).map { _ in
            let start = ThreadTime.now()
            let count = turn()
            return (ThreadTime.now() - start) / Double(count) * 1e3
        }.min() ?? 0
    }
}

/// Pictures of a talking head and copies with noise.
struct Clip {
    let source: [I420Frame]
    let shown: [I420Frame]

    init() {
        let loop = TalkingHeadLoop(preset: .normal, width: 640, height: 360, frameRate: FrameRate(30))
        let head = TalkingHead(loop: loop, phase: 1)
        var state: UInt32 = 1
        source = (0..<60).map { index in
            var picture = I420Frame(width: 640, height: 360)
            head.frame(index: index, mouthOpening: 0.3, into: &picture)
            return picture
        }
        shown = source.map { picture in
            var picture = picture
            for place in picture.y.indices {
                state = state &* 1_664_525 &+ 1_013_904_223
                picture.y[place] = UInt8(min(max(Int(picture.y[place]) + Int(state >> 28) - 8, 0), 255))
            }
            return picture
        }
    }

    /// The least CPU milliseconds a picture, of 15 turns over so many.
    func best(count: Int, _ score: (I420Frame, I420Frame) -> Double) -> Double {
        QualityBenchmark.best(15) {
            var sum = 0.0
            for index in 0..<count { sum += score(shown[index], source[index]) }
            precondition(sum.isFinite, "scores are numbers")
            return count
        }
    }
}

/// CPU seconds of this thread.
enum ThreadTime {
    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
