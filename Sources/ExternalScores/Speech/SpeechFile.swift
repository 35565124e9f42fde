import Foundation
import Units

/// The WAV files that speech scorers take.
enum SpeechFile {
    static let sampleRate = 16_000

    /// Refuses what is not a mono 16-bit WAV file at 16 kHz, by its first bytes.
    static func check(_ file: URL) throws(ExternalToolError) {
        let bytes: [UInt8]
        do {
            let handle = try FileHandle(forReadingFrom: file)
            bytes = [UInt8](try handle.read(upToCount: 44) ?? Data())
        } catch { throw .file(path: file.path, reason: error.localizedDescription) }
        func number(_ offset: Int, _ count: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
        }
        guard bytes.count == 44, bytes.starts(with: "RIFF".utf8), bytes[8...].starts(with: "WAVEfmt ".utf8) else {
            throw .notComparable(reason: "\(file.path) is no WAV file")
        }
        let (format, channels, rate, bits) = (number(20, 2), number(22, 2), number(24, 4), number(34, 2))
        guard format == 1, channels == 1, rate == sampleRate, bits == 16 else {
            throw .notComparable(
                reason:
                    "\(file.path) has \(channels) channels of \(bits) bits at \(rate) Hz, not one of 16 bits at 16000 Hz"
            )
        }
    }

    /// Runs a script that ends with a line `MOS` and a number.
    static func score(
        _ tool: ExternalTool,
        _ arguments: [String],
        timeLimit: TimeDelta
    ) throws(ExternalToolError) -> Double {
        let lines = try tool.run(arguments, timeLimit: timeLimit).standardOutput.split(whereSeparator: \.isNewline)
        guard let line = lines.last(where: { $0.hasPrefix("MOS ") }), let score = Double(line.dropFirst(4)),
            score.isFinite
        else { throw .unreadable(tool: tool.path, what: "score") }
        return score
    }
}
