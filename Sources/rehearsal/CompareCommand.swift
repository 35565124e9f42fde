import ArgumentParser
import Foundation
import Reports
import Results
import Runner

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Say whether a run is worse than another, figure by figure.",
        discussion: """
            Two output folders of runs with one seed are compared call by call, two baselines seed by seed. A difference is \
            worse where it is surely larger than the figure's margin, better or the same where it is surely smaller, else \
            inconclusive; '~' stands before a difference that may be none. docs/baselines.md has the method. Runs of other \
            scenarios, tiers or codecs are not compared unless --across says so.

            Exit codes: 0 better or same, 90 worse, 91 inconclusive or not comparable.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case md
    }

    @Argument(help: "The older run's folder, or a baseline.", completion: .file())
    var old: String

    @Argument(help: "The newer run's folder, or a baseline.", completion: .file())
    var new: String

    @Flag(help: "Compare though scenario, settings, tier or codecs differ, as to see what a setting does.")
    var across = false

    @Option(help: "How to print it: text, json or md.")
    var format = Format.text

    @OptionGroup var margins: MarginOptions

    func run() throws {
        try reportingErrors {
            let comparison = try RunComparison(
                old: old,
                new: new,
                margins: try margins.rules(),
                acrossSettings: across
            ).perform()
            try Console.print(rendered(comparison))
            let exit = comparison.finding.exitStatus
            if exit != .passed { throw exit.code }
        }
    }

    private func rendered(_ comparison: PairedComparison) -> String {
        switch format {
        case .text: ComparisonTable(comparison).text(style: Console.wantsColour(STDOUT_FILENO) ? .ansi : .plain)
        case .json: String(decoding: comparison.json.dropLast(), as: UTF8.self)
        case .md: ComparisonTable(comparison).markdown
        }
    }
}
