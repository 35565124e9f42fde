import Foundation
import RawMedia
import Results
import Units

/// The files of a scored call, read one by one, with what identifies them.
struct ScoreFiles {
    struct Entry {
        let kind: String
        let path: String
        let byteCount: Int
        let sha256: String
    }

    private(set) var entries: [Entry] = []

    /// The largest recordings and captures that are read.
    private static let byteCountMax = 2 << 30

    /// Identifies all files at once: the digest of a scored call.
    var digest: UInt64 {
        let text = entries.map { $0.kind + " " + $0.sha256 }.joined(separator: "\n")
        return UInt64(SHA256.hexadecimal(Array(text.utf8)).prefix(16), radix: 16) ?? 0
    }

    mutating func read(_ path: String, as kind: String, upTo limit: Int = Self.byteCountMax) throws(RunError) -> [UInt8]
    {
        let bytes: [UInt8]
        do throws(InputFile.Refusal) {
            let file = try InputFile.open(path, allowsPipes: true)
            guard file.byteCount ?? 0 <= limit else {
                throw InputFile.Refusal(
                    reason: "it has \(file.byteCount ?? 0) bytes, over the limit of \(limit)",
                    advice: "cut it"
                )
            }
            bytes =
                try file.byteCount == nil
                ? InputFile.read(file.descriptor, upTo: limit) : InputFile.readBeginning(file)
        } catch {
            throw RunError(.inputOutput, attempted: "read \(path)", happened: error.reason, advice: error.advice)
        }
        entries.append(Entry(kind: kind, path: path, byteCount: bytes.count, sha256: SHA256.hexadecimal(bytes)))
        return bytes
    }

    mutating func statistics(_ path: String, tracks: [String]) throws(RunError) -> StatisticsChoice {
        let bytes = try read(path, as: "stats", upTo: StatisticsDump.byteCountMax)
        do throws(StatisticsFault) {
            return try StatisticsChoice(StatisticsDump(parsing: bytes), tracks: tracks)
        } catch {
            throw Self.unusable(path, error.description, error.hint)
        }
    }

    mutating func sound(_ path: String, as kind: String) throws(RunError) -> WAVFile {
        let bytes = try read(path, as: kind, upTo: 1 << 30)
        do throws(WAVError) { return try WAVFile(parsing: bytes) } catch {
            throw Self.unusable(path, error.description, "give 16-bit PCM, mono or stereo")
        }
    }

    mutating func pictures(_ path: String, as kind: String) throws(RunError) -> Y4MFile {
        let bytes = try read(path, as: kind)
        do throws(Y4MError) { return try Y4MFile(parsing: bytes) } catch {
            throw Self.unusable(path, error.description, "give progressive 8-bit 4:2:0 pictures")
        }
    }

    static func unusable(_ path: String, _ happened: String, _ advice: String) -> RunError {
        RunError(.usage, attempted: "score \(path)", happened: happened, advice: advice)
    }
}
