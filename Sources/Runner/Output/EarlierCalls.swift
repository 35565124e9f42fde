import Foundation
import Results

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
    /// - Throws: `RunError` when the folder's run differs from `planned` in anything that its calls may show, or a file
    ///   cannot be read.
    init(in folder: RunFolder, planned: RunManifest) throws {
        let manifest = try Self.manifest(of: folder)
        if let difference = manifest.difference(to: planned) {
            throw RunError(
                .usage,
                attempted: "resume \(folder.path)",
                happened: difference,
                advice: "give the same scenario, unchanged, and the same options: \(manifest.reproduce)"
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

    private static func manifest(of folder: RunFolder) throws -> RunManifest {
        let path = folder.file("manifest.json")
        guard let data = FileManager.default.contents(atPath: path) else { throw RunError.refused("read \(path)") }
        do {
            return try RunManifest(parsing: [UInt8](data))
        } catch {
            throw RunError(
                .usage,
                attempted: "resume \(folder.path)",
                happened: "its manifest.json cannot be read: \(error)",
                advice: "start anew in another folder with --out"
            )
        }
    }

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
}
