import Foundation
import Results

/// The section of docs/validation.md about the packet tier beside the media tier, from its results.
public struct TierPage {
    public static let results = "Results/validation/tiers.json"
    public static let section = "tiers"

    public let text: String

    /// - Throws: `FormatError` or `ValidationError` where the results are not what `Scripts/validate tiers` writes.
    public init(parsing bytes: [UInt8]) throws {
        guard case .array(let values) = try JSONValue(parsing: bytes) else {
            throw ValidationError(Self.results, "is no list", hint: "Scripts/validate tiers writes it")
        }
        let conditions = try values.map { try TierComparison($0) }
        var text = Self.introduction(conditions)
        let titles = ["condition", "metric", "media", "packet", "difference", "standard error", "answer"]
        text += "| " + titles.joined(separator: " | ") + " |\n|---|---|---|---|---|---|---|\n"
        for condition in conditions {
            for cell in condition.cells {
                let row = [
                    condition.condition, cell.metric, Self.text(cell.media), Self.text(cell.packet),
                    Self.text(cell.difference), cell.standardError.map(Self.text) ?? "-",
                    TierComparison.answer(cell)?.rawValue ?? "",
                ]
                text += "| " + row.joined(separator: " | ") + " |\n"
            }
        }
        self.text = text
    }

    private static func introduction(_ conditions: [TierComparison]) -> String {
        func count(_ metric: String, _ answer: TierComparison.Answer) -> Int {
            conditions.flatMap(\.cells).count { $0.metric == metric && TierComparison.answer($0) == answer }
        }
        func sentence(_ metric: String, _ words: String) -> String {
            let all = conditions.flatMap(\.cells).count { $0.metric == metric }
            return
                "\(words): \(count(metric, .inside)) of \(all) inside, \(count(metric, .untold)) outside by less than "
                + "twice the standard error, \(count(metric, .outside)) outside. "
        }
        return """
            ## The packet tier beside the media tier

            `Scripts/validate tiers` holds the same calls (the same seeds, links and people) in both tiers, under the \
            networks of `Scenarios/validation`, with made-up voices and the calm head at 480x270 and up to 1 Mbit/s. Asked \
            is a mean `audio.mos` within 0.1 and a mean freeze time within a tenth. \
            \(conditions.first.map { "\($0.calls) calls" } ?? "No calls") a condition, both directions; the standard error \
            is of the mean of the paired differences.

            \(sentence("audio.mos", "MOS"))\(sentence("video.freeze_ratio", "Freezes"))


            """
    }

    /// Four significant digits.
    private static func text(_ value: Double) -> String {
        guard value != 0 else { return "0" }
        let scale = pow(10, 3 - log10(abs(value)).rounded(.down))
        return JSONNumber(score: (value * scale).rounded() / scale).literal
    }
}
