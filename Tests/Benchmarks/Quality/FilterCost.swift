import ExternalScores
import Foundation
import RawMedia
import Units

/// What ffmpeg's psnr and ssim filters cost with one thread on the same pictures, less what reading them costs.
///
/// The filters score chroma as well; ours score luma alone.
enum FilterCost {
    static func report(_ clip: Clip, psnr: Double, ssim: Double) throws {
        guard let tool = FFmpeg.all().first?.tool else {
            print("ffmpeg: skipped, none is installed")
            return
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "quality-benchmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let repeats = 5
        func write(_ name: String, _ pictures: [I420Frame]) throws -> String {
            let file = folder.appending(path: name)
            let all = (0..<repeats).flatMap { _ in pictures }
            try Data(Y4MFile.encode(frames: all, frameRate: FrameRate(30))).write(to: file)
            return file.path
        }
        let (shown, source) = (try write("shown.y4m", clip.shown), try write("source.y4m", clip.source))
        func seconds(_ filter: String) throws -> Double {
            try (0..<5).map { _ in
                let start = childSeconds()
                _ = try tool.run(
                    ["-nostdin", "-loglevel", "error", "-threads", "1", "-filter_threads", "1"]
                        + [
                            "-filter_complex_threads", "1", "-i", shown, "-i", source, "-lavfi", filter, "-f", "null",
                            "-",
                        ],
                    timeLimit: .seconds(120)
                )
                return childSeconds() - start
            }.min() ?? 0
        }
        // Both clips are read and paired, and no score is computed.
        let reading = try seconds("[0:v]null[a];[1:v]null[b];[a][b]interleave")
        let count = Double(repeats * clip.source.count)
        for (name, own) in [("psnr", psnr), ("ssim", ssim)] {
            let cost = (try seconds("[0:v][1:v]\(name)") - reading) / count * 1e3
            print(
                "ffmpeg \(name): \(QualityBenchmark.text(cost)) ms a picture (Y, U and V) less "
                    + "\(QualityBenchmark.text(reading / count * 1e3)) ms of reading by the null filter, ours is "
                    + "\(QualityBenchmark.text(cost > 0 ? own / cost : .nan)) of it (\(tool.path.split(separator: "/").last ?? ""))"
            )
        }
    }

    /// CPU seconds of the programs that have ended.
    private static func childSeconds() -> Double {
        var usage = rusage()
        #if os(Linux)
            getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
        #else
            getrusage(RUSAGE_CHILDREN, &usage)
        #endif
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }
}
