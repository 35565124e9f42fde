import ArgumentParser
import Foundation
import MediaCodecs

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say what this machine has for a rehearsal."
    )

    /// Tools that nothing needs and something can use.
    private static let optionalTools = [
        ("ffmpeg", "turns your recordings into WAV and Y4M files"),
        ("tshark", "reading the captures that a replay leaves, and testing them"),
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
            try Console.print(Table.aligned(rows))
        }
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
