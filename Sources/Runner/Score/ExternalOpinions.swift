import ExternalScores
import Foundation
import QualityModels
import RawMedia
import Results
import Units

/// What tools outside of this program, where they are installed, say of recordings; never needed, and never of one scale.
struct ExternalOpinions {
    /// Adds VMAF and its NEG variant of the different pictures that were shown, or why they are unknown.
    static func addVMAF(of pair: PicturePair, to evidence: inout CallEvidence) {
        let names = ["video.vmaf", "video.vmaf_neg"]
        func leaveUnknown(_ reason: String) {
            for name in names { evidence.received.remarks.unknown[name] = reason }
        }
        guard let scorer = VMAFScorer.find() else {
            return leaveUnknown("no ffmpeg with libvmaf is installed: rehearsal doctor says what there is")
        }
        do {
            let scores = try scores(of: pair, by: scorer)
            evidence.received.metrics["video.vmaf"] = scores.vmaf
            evidence.received.metrics["video.vmaf_neg"] = scores.vmafNeg
            let how = "of different pictures against their own sources; repeats are told by the freezes alone"
            for name in names { evidence.received.remarks.estimates[name] = how }
        } catch {
            leaveUnknown("\(error)")
        }
    }

    private static func scores(of pair: PicturePair, by scorer: VMAFScorer) throws -> VMAFScores {
        let folder = FileManager.default.temporaryDirectory.appending(path: "rehearsal-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (source, shown) = (folder.appending(path: "source.y4m"), folder.appending(path: "shown.y4m"))
        let header = Y4MFile.header(
            width: pair.sent.width,
            height: pair.sent.height,
            frameRate: pair.sent.frameRate
        )
        try Data(header).write(to: source)
        try Data(header).write(to: shown)
        let files = [try FileHandle(forWritingTo: source), try FileHandle(forWritingTo: shown)]
        for file in files { try file.seekToEnd() }
        try pair.forEachDistinct { picture, original in
            for (file, frame) in zip(files, [original, picture]) {
                var bytes: [UInt8] = []
                Y4MFile.append(frame, to: &bytes)
                try file.write(contentsOf: Data(bytes))
            }
        }
        for file in files { try file.close() }
        return try scorer.score(source: source, shown: shown)
    }

    /// What ViSQOL and PLCMOS say of two recordings of one rate, in words; empty where neither is installed.
    static func opinions(spoken: WAVFile, heard: WAVFile) -> [String] {
        let (visqol, plcmos) = (VisqolScorer.find(), PLCMOSScorer.find())
        guard visqol != nil || plcmos != nil else { return [] }
        let folder = FileManager.default.temporaryDirectory.appending(path: "rehearsal-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let (reference, degraded) = (folder.appending(path: "spoken.wav"), folder.appending(path: "heard.wav"))
            try Data(wideband(spoken)).write(to: reference)
            try Data(wideband(heard)).write(to: degraded)
            var words: [String] = []
            if let visqol {
                words.append("\(VisqolScorer.scale): \(try visqol.score(reference: reference, degraded: degraded))")
            }
            if let plcmos { words.append("\(PLCMOSScorer.scale): \(try plcmos.score(degraded))") }
            return words
        } catch {
            return ["no opinion of ViSQOL or PLCMOS: \(error)"]
        }
    }

    private static func wideband(_ file: WAVFile) -> [UInt8] {
        let rate = 16_000
        guard file.sampleRate != rate else { return WAVFile.encode(samples: file.samples, sampleRate: rate) }
        let samples = PolyphaseResampler(from: file.sampleRate, to: rate).resample(file.samples)
        return WAVFile.encode(samples: samples, sampleRate: rate)
    }
}
