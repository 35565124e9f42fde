import ArgumentParser
import Foundation
import QualityModels
import Results
import Runner

/// What a run is held against.
struct BaselineOptions: ParsableArguments {
    @Option(
        help: "Hold the run against this baseline: the same seeds, and more of them while the answer is open.",
        completion: .file(extensions: ["json"])
    )
    var baseline: String?

    @Flag(help: "Write the baseline anew with what there is now, after showing how that stands beside the old one.")
    var updateBaseline = false

    @Option(help: "How many seeds to look at first.")
    var seeds: Int?

    @Option(help: "The most seeds to run; of a new baseline the number that it holds.")
    var seedsMax: Int?

    @OptionGroup var margins: MarginOptions

    /// The request, with the baseline read; `nil` where none is asked for.
    func request(shard: Shard) throws -> BaselineRequest? {
        guard let baseline else {
            let given =
                [("--update-baseline", updateBaseline), ("--seeds", seeds != nil), ("--seeds-max", seedsMax != nil)]
                + [("--margin", !margins.margin.isEmpty)]
            guard let stray = given.first(where: \.1) else { return nil }
            throw CommandError(
                .usage,
                "use \(stray.0)",
                "there is no --baseline FILE",
                "name the file that holds the baseline, or is to"
            )
        }
        guard shard == .whole else {
            throw CommandError(
                .usage,
                "hold shard \(shard) against \(baseline)",
                "a shard is a part of a run",
                "leave out --shard"
            )
        }
        let first = seeds ?? min(BaselineRequest.usualSeedCount, seedsMax ?? .max)
        let cap = seedsMax ?? max(BaselineRequest.usualSeedCountMax, first)
        guard first >= 1, cap >= first, cap <= 1_000 else {
            throw CommandError(
                .usage,
                "run \(first) to \(cap) seeds",
                "these are not 1 to 1000, the first number not above the second",
                "write --seeds 10 --seeds-max 20, or leave both out"
            )
        }
        if updateBaseline { try BaselineFile.checkPlace(of: baseline) }
        let isThere = !updateBaseline || Self.isThere(baseline)
        return BaselineRequest(
            path: baseline,
            baseline: isThere ? try BaselineFile.read(baseline) : nil,
            updates: updateBaseline,
            seedCount: first,
            seedCountMax: cap,
            margins: try margins.rules()
        )
    }

    private static func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}

/// How much worse figures may be.
struct MarginOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How much worse a figure may be, as in audio.mos=0.05, 'audio.mos p(10)=0.3' or video.psnr=none; repeatable.",
            discussion: "docs/baselines.md lists what is judged without it."
        )
    )
    var margin: [String] = []

    /// What is judged, the standard margins included.
    func rules() throws -> [MarginRule] {
        var own: [MarginRule] = []
        for text in margin {
            do {
                own.append(try MarginRule(parsing: text))
            } catch {
                throw CommandError(
                    .usage,
                    "take --margin \(text)",
                    error.message,
                    error.hint ?? "write it as in audio.mos=0.05"
                )
            }
        }
        return MarginRule.standard(replacedBy: own)
    }
}
