import ExternalScores
import Foundation
import RawMedia
import VideoFit

/// Measures coded talking heads, and fits the planned video quality to what was measured.
@main
struct VideoCalibration {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch (arguments.first, arguments.count) {
        case ("sweep", 2): try sweep(into: URL(filePath: arguments[1]))
        case ("collect", 3): try collect(URL(filePath: arguments[1]), into: URL(filePath: arguments[2]))
        case ("refit", 2): try refit(URL(filePath: arguments[1]))
        case ("vectors", 2): try writeVectors(to: URL(filePath: arguments[1]))
        default:
            let usage = "usage: video-calibration sweep NOTES | collect NOTES FILE | refit FILE | vectors FILE\n"
            FileHandle.standardError.write(Data(usage.utf8))
            exit(64)
        }
    }

    /// Appends a line for each condition that the file does not have yet.
    static func sweep(into notes: URL) throws {
        guard let scorer = VMAFScorer.find() else {
            FileHandle.standardError.write(Data("no ffmpeg with libvmaf\n".utf8))
            exit(69)
        }
        let known = (try? String(contentsOf: notes, encoding: .utf8))?.split(separator: "\n").count ?? 0
        if known == 0 { try Data().write(to: notes) }
        let output = try FileHandle(forWritingTo: notes)
        try output.seekToEnd()
        let folder = FileManager.default.temporaryDirectory.appending(path: "video-calibration-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        var loops: [String: TalkingHeadLoop] = [:]
        for (index, condition) in Condition.all.enumerated().dropFirst(known) {
            let key = "\(condition.preset) \(condition.width)"
            if loops.count > 3 && loops[key] == nil { loops = [:] }
            let loop =
                loops[key]
                ?? TalkingHeadLoop(
                    preset: condition.look,
                    width: condition.width,
                    height: condition.height,
                    frameRate: FrameRate(30)
                )
            loops[key] = loop
            let line = try CodedStretch(condition: condition, loop: loop, scorer: scorer, folder: folder).measure()
            try output.write(contentsOf: encoder.encode(line) + Data("\n".utf8))
            FileHandle.standardError.write(Data("\(index + 1) of \(Condition.all.count)\r".utf8))
        }
    }
}
