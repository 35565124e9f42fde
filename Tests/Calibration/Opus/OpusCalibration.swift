import Foundation
import OpusFit
import Results
import ValidationComparison

/// Renders what Opus makes of speech, and fits its impairments to the scores of others' tools.
@main
struct OpusCalibration {
    static let usage = """
        usage: Scripts/calibrate opus [--speech DIR] [--jobs N]
               Scripts/calibrate opus --refit
        """
    private static let scores = "Results/validation/opus-scores.ndjson"
    private static let results = "Results/validation/opus-ie-bpl.json"
    private static let page = "docs/validation.md"

    static func main() async {
        do {
            let words = Array(CommandLine.arguments.dropFirst())
            switch (words.first, words.count) {
            case ("render", 3), ("render", 4):
                guard let jobs = Int(words[2]), (1...64).contains(jobs) else { fallthrough }
                try await Rendering(folder: words[1], speech: words.count == 4 ? words[3] : nil).run(workers: jobs)
            case ("fit", 1): try fit()
            default:
                Files.tell(usage)
                exit(ExitStatus.usage.rawValue)
            }
        } catch {
            Files.tell("\(error)")
            exit(ExitStatus.failure.rawValue)
        }
    }

    private static func fit() throws {
        let table = try ScoreTable(
            parsing: try Files.read(scores, hint: "Scripts/calibrate opus writes it"),
            place: scores
        )
        let fit = try OpusCalibrationFit(table, place: scores)
        try Files.write(fit.json.prettyBytes, to: results)
        let old = String(decoding: try Files.read(page, hint: "check it"), as: UTF8.self)
        let new = PageSections.replacing(OpusPage.section, with: OpusPage(fit).text, in: old)
        try Files.write(Array(new.utf8), to: page)
        print("Bpl \(fit.bpl)")
        for coding in fit.codings { print("\(coding.kilobits) kbit/s: Ie,WB \(coding.ie)") }
        print("wrote \(results) and \(page)")
    }
}
