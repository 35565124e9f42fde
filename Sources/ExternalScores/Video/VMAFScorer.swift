public import Foundation
public import RawMedia
public import Units

/// Scores pictures by libvmaf inside an installed ffmpeg: VMAF v0.6.1, and its NEG variant, on luma and chroma of 8 bits.
///
/// Each shown picture is compared with the source picture at the same place, at the size at which they are given; scores
/// at different sizes do not compare. Equal pictures do not reach 100: the model scores a first picture, which has no
/// motion, 97.4.
public struct VMAFScorer: Hashable, Sendable {
    public let ffmpeg: FFmpeg

    /// `nil` where this ffmpeg has no libvmaf.
    public init?(_ ffmpeg: FFmpeg) {
        guard ffmpeg.hasVMAF else { return nil }
        self.ffmpeg = ffmpeg
    }

    /// With the first ffmpeg of this machine that has libvmaf; `nil` where none has.
    public static func find(environment: [String: String] = ProcessInfo.processInfo.environment) -> VMAFScorer? {
        FFmpeg.withVMAF(environment: environment).flatMap(VMAFScorer.init)
    }

    /// Scores of libvmaf that can be had beside VMAF.
    public enum Feature: String, CaseIterable, Hashable, Sendable {
        case psnr
        /// libvmaf's own SSIM, on a picture that is made smaller first; not `LumaSSIM`.
        case ssim = "float_ssim"
        /// Both sides must be 176 or more, as for `LumaMSSSIM`.
        case multiScaleSSIM = "float_ms_ssim"
    }

    /// Scores one Y4M file against another.
    ///
    /// - Parameters:
    ///   - source: the pictures as they were taken.
    ///   - shown: as many pictures of the same size.
    ///   - features: what is computed beside VMAF and its NEG variant.
    ///   - step: one picture in so many is scored; motion is followed through all of them.
    ///   - timeLimit: for the whole comparison.
    /// - Throws: `ExternalToolError`; `notComparable` for sizes or numbers of pictures that differ.
    public func score(
        source: URL,
        shown: URL,
        features: Set<Feature> = [],
        step: Int = 1,
        timeLimit: TimeDelta = .seconds(600)
    ) throws(ExternalToolError) -> VMAFScores {
        try Y4MSummary(of: source).requireEqual(to: Y4MSummary(of: shown))
        let scratch: ScratchFolder
        do { scratch = try ScratchFolder() } catch { throw .notStarted(tool: ffmpeg.tool.path, reason: "\(error)") }
        // The log's name is relative, for libvmaf's options give `:` and `\` a meaning.
        let filter = Self.filter(features: features, step: max(1, step), log: "vmaf.json")
        _ = try ffmpeg.tool.run(
            ["-nostdin", "-hide_banner", "-loglevel", "error", "-threads", "1"]
                + ["-i", shown.absoluteURL.path, "-threads", "1", "-i", source.absoluteURL.path]
                + ["-lavfi", filter, "-f", "null", "-"],
            in: scratch.url,
            timeLimit: timeLimit
        )
        guard let log = try? Data(contentsOf: scratch.file("vmaf.json")), let scores = VMAFScores(log: log),
            scores.vmaf != nil, scores.vmafNeg != nil
        else { throw .unreadable(tool: ffmpeg.tool.path, what: "log of libvmaf") }
        return scores
    }

    /// Scores pictures in memory, which are written to files that are gone afterwards.
    ///
    /// - Throws: `ExternalToolError`; `notComparable` unless there are as many of both, at least one, of one size.
    public func score(
        source: [I420Frame],
        shown: [I420Frame],
        frameRate: FrameRate = FrameRate(30),
        features: Set<Feature> = [],
        timeLimit: TimeDelta = .seconds(600)
    ) throws(ExternalToolError) -> VMAFScores {
        guard let first = source.first, source.count == shown.count else {
            throw .notComparable(reason: "\(source.count) source pictures and \(shown.count) shown ones")
        }
        guard (source + shown).allSatisfy({ $0.width == first.width && $0.height == first.height }) else {
            throw .notComparable(reason: "their pictures differ in size")
        }
        let (sourceFile, shownFile): (URL, URL)
        let scratch: ScratchFolder
        do {
            scratch = try ScratchFolder()
            (sourceFile, shownFile) = (scratch.file("source.y4m"), scratch.file("shown.y4m"))
            try Data(Y4MFile.encode(frames: source, frameRate: frameRate)).write(to: sourceFile)
            try Data(Y4MFile.encode(frames: shown, frameRate: frameRate)).write(to: shownFile)
        } catch { throw .file(path: FileManager.default.temporaryDirectory.path, reason: error.localizedDescription) }
        return try withExtendedLifetime(scratch) { () throws(ExternalToolError) in
            try score(source: sourceFile, shown: shownFile, features: features, timeLimit: timeLimit)
        }
    }

    /// The first input of the filter is what was shown, the second its source.
    static func filter(features: Set<Feature>, step: Int, log: String) -> String {
        let models = #"version=vmaf_v0.6.1\:name=vmaf|version=vmaf_v0.6.1neg\:name=vmaf_neg"#
        var options = ["model='\(models)'", "log_fmt=json", "log_path=\(log)", "n_threads=1", "n_subsample=\(step)"]
        if !features.isEmpty {
            let names = Feature.allCases.filter(features.contains).map { "name=\($0.rawValue)" }
            options.append("feature='\(names.joined(separator: "|"))'")
        }
        return "[0:v]settb=AVTB,setpts=N[shown];[1:v]settb=AVTB,setpts=N[source];"
            + "[shown][source]libvmaf=" + options.joined(separator: ":")
    }
}
