import Foundation
import ValidationComparison

/// A folder of recordings: `CONDITION.rREPEAT.json`, and the emulator's logs in `raw`.
enum RecordingFolder {
    static let hint = "name a folder with recordings such as clean.r1.json"

    static func read(_ folder: String) throws -> RecordingTable {
        let names = try Files.names(in: folder, hint: hint).filter { $0.hasSuffix(".json") }
        guard !names.isEmpty else { throw ValidationError(folder, "there are no recordings", hint: hint) }
        var recordings: [Recording] = []
        var browsers: Set<String> = []
        for name in names {
            let path = "\(folder)/\(name)"
            let bytes = try Files.read(path, hint: hint)
            var recording = try Recording(parsing: bytes, place: path)
            if let browser = Recording.browser(in: bytes) { browsers.insert(browser) }
            let log = "\(folder)/raw/\(name.dropLast(".json".count)).packets.csv.gz"
            if Files.exists(log) {
                let counts = try PacketLog.counts(csv: try Files.unpack(log), place: log)
                recording.addPaths(toA: counts.toA, toB: counts.toB)
            } else {
                Files.tell("\(path): warning: without \(log) there is no ULPFEC share and no queue drops to compare")
            }
            if let known = recordings.first(where: { $0.condition == recording.condition }), known.set != recording.set
            {
                throw ValidationError(
                    path,
                    "its settings differ from those of another repeat of \(recording.condition)",
                    hint: "repeats share meta.schedule, duration_s, video, width and height"
                )
            }
            recordings.append(recording)
        }
        return RecordingTable(recordings, browser: browsers.sorted().joined(separator: ", "))
    }
}
