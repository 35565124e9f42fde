import ArgumentParser
import ExternalScores
import Foundation
import MediaCodecs

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say what this machine has for a rehearsal."
    )

    /// Tools that nothing needs and something can use.
    private static let optionalTools = [
        ("tshark", "reading the captures that a replay leaves, and testing them"),
        ("chromium", "testing the report in a browser"),
        ("valgrind", "instruction counts in Scripts/bench transport"),
    ]

    func run() throws {
        try reportingErrors {
            let process = ProcessInfo.processInfo
            var rows = [
                ["rehearsal", Rehearsal.version],
                ["libopus", CodecVersions.opus],
                ["libvpx", CodecVersions.vpx],
                ["cores", String(process.activeProcessorCount)],
                ["memory", "\(process.physicalMemory / 1_048_576) MiB"],
                ["free disk", Self.freeDisk(at: ".")],
            ]
            for (tool, use) in Self.optionalTools {
                rows.append([tool, "\(Self.find(tool) ?? "not found"), optional: \(use)"])
            }
            rows += Self.scorers()
            try Console.print(Table.aligned(rows))
        }
    }

    /// The ffmpegs, and the scorers that can be run.
    private static func scorers() -> [[String]] {
        let ffmpegs = FFmpeg.all()
        let use = "optional: turns your recordings into WAV and Y4M files"
        let found = ffmpegs.first.map { "\($0.tool.path), \($0.hasVMAF ? "with" : "without") libvmaf" }
        let vmaf = ffmpegs.first(where: \.hasVMAF)?.tool.path ?? "no ffmpeg with libvmaf found"
        let python = Python.find()
        func version(_ scorer: Bool, _ distribution: String) -> String {
            scorer ? python?.version(of: distribution) ?? "found" : "not found"
        }
        let visqol = version(python.flatMap(VisqolScorer.init) != nil, "visqol-python")
        let speechmos = version(python.flatMap(PLCMOSScorer.init) != nil, "speechmos")
        return [
            ["ffmpeg", "\(found ?? "not found"), \(use)"],
            ["VMAF", "\(vmaf), optional: scores of pictures by libvmaf"],
            ["visqol-python", "\(visqol), optional: ViSQOL of recorded speech"],
            ["speechmos", "\(speechmos), optional: PLCMOS of recorded speech"],
        ]
    }

    private static func freeDisk(at path: String) -> String {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
        guard let free = attributes?[.systemFreeSize] as? NSNumber else { return "unknown" }
        return "\(free.int64Value / 1_048_576) MiB here"
    }

    private static func find(_ tool: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(tool)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
