import Foundation
import Results
import Scenarios

/// The calls that an interrupted run finished, with their lines as they stand in its files.
struct EarlierCalls: Sendable {
    struct Call: Sendable {
        let record: CallRecord
        let lines: [UInt8]
        let series: [UInt8]
    }

    private var calls: [Int: Call] = [:]

    /// None: a run from the start.
    init() {}

    /// Reads the files of an interrupted run; a last line that is cut short is left out, with its call.
    ///
    /// - Throws: `RunError` when the folder belongs to another scenario, or a file cannot be read.
    init(in folder: RunFolder, loaded: LoadedScenario) throws {
        let manifest = try? RunManifest(parsing: Array(try Self.text(folder.file("manifest.json")).utf8))
        guard let manifest, manifest.scenario.sha256 == SHA256.hexadecimal(loaded.text),
            manifest.seed == loaded.scenario.seed,
            manifest.configuration == loaded.effective.map({ RunManifest.Setting($0) }),
            manifest.media.map(\.sha256) == loaded.media.map(\.sha256)
        else {
            throw RunError(
                .usage,
                attempted: "resume \(folder.path)",
                happened: "it was made from another scenario, seed, setting or recording",
                advice: "name the same scenario file and recordings, unchanged, with the same --seed and --set"
            )
        }
        let records = Self.byCall(try Self.lines(folder, "calls.ndjson"))
        let series = Self.byCall(try Self.lines(folder, "series.ndjson"))
        for (number, lines) in records {
            // A call's line and its two directions make a record; fewer were cut short.
            let bytes = Array(lines.joined())
            guard lines.count == 3, let record = (try? RunRecords(parsing: bytes))?.calls.first else { continue }
            calls[number] = Call(record: record, lines: bytes, series: Array((series[number] ?? []).joined()))
        }
    }

    subscript(number: Int) -> Call? { calls[number] }

    private static func lines(_ folder: RunFolder, _ name: String) throws -> [[UInt8]] {
        for candidate in [name + ".partial", name] {
            guard let data = FileManager.default.contents(atPath: folder.file(candidate)) else { continue }
            var lines = [UInt8](data).split(separator: 0x0A, omittingEmptySubsequences: false)
            // What stands behind the last newline was cut short.
            lines.removeLast()
            return lines.map { Array($0) + [0x0A] }
        }
        return []
    }

    private static func byCall(_ lines: [[UInt8]]) -> [Int: [[UInt8]]] {
        var groups: [Int: [[UInt8]]] = [:]
        for line in lines {
            let prefix = Array("{\"call\":".utf8)
            guard line.starts(with: prefix) else { continue }
            let digits = line.dropFirst(prefix.count).prefix { (0x30...0x39).contains($0) }
            guard let number = Int(String(decoding: digits, as: UTF8.self)) else { continue }
            groups[number, default: []].append(line)
        }
        return groups
    }

    private static func text(_ path: String) throws -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw RunError(
                .inputOutput,
                attempted: "read \(path)",
                happened: RunFolder.reason(error),
                advice: "check that the folder is readable"
            )
        }
    }
}
