import QualityModels
import Units

/// What each condition does to each measure, pooled over some talks, as a Markdown table.
struct SensitivityTable {
    private static let seeds: [UInt64] = [1, 2, 3, 4, 5, 6]
    private static let seconds = 30
    private static let unrelatedPairs: UInt64 = 200

    private(set) var lines = [
        "| condition | missed speech | lost time | dropouts | longest | stretched | rate | unspoken | level | delay |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]

    init() throws {
        let talks = Self.seeds.map { Talk(seed: $0, seconds: Self.seconds) }
        for condition in Condition.harmless + Condition.harmful {
            let results = try talks.map { talk in
                try SpeechComparison(
                    spoken: MonoSound(talk.samples, sampleRate: 48_000),
                    heard: MonoSound(condition.heard(talk), sampleRate: 48_000)
                )
            }
            lines.append(Self.line(condition.name, results))
        }
        lines.append("")
        lines.append(try Self.unrelated(seconds: 6))
        lines.append(try Self.unrelated(seconds: 30))
    }

    private static func line(_ name: String, _ results: [SpeechComparison]) -> String {
        let spoken = results.reduce(0.0) { $0 + $1.loss.spoken.seconds }
        let missed = results.reduce(0.0) { $0 + $1.loss.missed.seconds }
        let words = results.reduce(0) { $0 + $1.words.count }
        let missedWords = results.reduce(0) { $0 + $1.words.count(where: \.isMissed) }
        let longest = results.reduce(0.0) { max($0, $1.loss.longestDropout.seconds) }
        let delays = results.flatMap { $0.words.compactMap { $0.delay?.wholeMilliseconds } }
        let cells = [
            name,
            percent(Double(missedWords) / Double(words)),
            percent(missed / spoken),
            "\(results.reduce(0) { $0 + $1.loss.dropoutCount })",
            "\(fixed(longest, 2)) s",
            mean(results.compactMap(\.stretchedShare)).map(percent) ?? "-",
            mean(results.compactMap(\.meanRateDeviation)).map(percent) ?? "-",
            mean(results.compactMap(\.unspokenShare)).map(percent) ?? "-",
            mean(results.compactMap(\.levelDifference)).map { "\(fixed($0, 2)) dB" } ?? "-",
            span(delays),
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    private static func span(_ delays: [Int64]) -> String {
        guard let low = delays.min(), let high = delays.max() else { return "-" }
        return low == high ? "\(low) ms" : "\(low) to \(high) ms"
    }

    /// How many pairs of unrelated talks are taken for each other.
    private static func unrelated(seconds: Int) throws -> String {
        var (compared, taken) = (0, 0)
        for pair in 0..<unrelatedPairs {
            let spoken = Talk(seed: 1_000 + 2 * pair, seconds: seconds)
            let heard = Talk(seed: 1_001 + 2 * pair, seconds: seconds)
            do {
                _ = try SpeechComparison(
                    spoken: MonoSound(spoken.samples, sampleRate: 48_000),
                    heard: MonoSound(heard.samples, sampleRate: 48_000)
                )
                taken += 1
                compared += 1
            } catch SpeechComparisonError.notAligned {
                compared += 1
            } catch SpeechComparisonError.noSpeech {}
        }
        return
            "Of \(compared) pairs of unrelated talks of \(seconds) s, \(compared - taken) were refused as not aligned."
    }

    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    private static func percent(_ share: Double) -> String { "\(fixed(100 * share, 1)) %" }

    private static func fixed(_ value: Double, _ digits: Int) -> String {
        let scale = digits == 1 ? 10 : 100
        let scaled = Int((abs(value) * Double(scale)).rounded())
        let rest = String(scaled % scale)
        let sign = value < 0 && scaled > 0 ? "-" : ""
        return sign + "\(scaled / scale)." + String(repeating: "0", count: digits - rest.count) + rest
    }
}
