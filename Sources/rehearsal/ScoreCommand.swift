import ArgumentParser
import Foundation
import Reports
import Results
import Runner
import Units

struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Score a real call from getStats dumps, captures of RTP, or recordings of both ends.",
        discussion: """
            The same metrics, thresholds and reports as for a simulated call; what the files cannot tell is unknown, and \
            a threshold on it never passes. Each kind of file may be given twice: the first is what the end at --role \
            recorded, the second the other end's. --stats takes snapshots of getStats as an array or a line each, or \
            the export of chrome://webrtc-internals; --capture takes a pcap or pcapng. docs/score.md has examples.
            """
    )

    @OptionGroup(title: "What was recorded") var inputs: ScoreInputs
    @OptionGroup(title: "What the files may not tell") var hints: ScoreHints

    @Option(
        help: "Take the thresholds of this scenario, or of a file with thresholds: alone.",
        completion: .file(extensions: ["yaml", "yml"])
    )
    var thresholds: String?

    @Option(help: "A threshold, as in 'audio.mos{to:patient}: p(10) >= 3.6'; repeatable.")
    var threshold: [String] = []

    @Option(
        help: "The folder to write to; it must be new or empty. (default: nothing is written)",
        completion: .directory
    )
    var out: String?

    @Option(help: "Write a report for continuous integration to this file.", completion: .file())
    var junit: String?

    func validate() throws {
        try inputs.validate()
        try hints.validate()
    }

    func run() throws {
        try reportingErrors {
            var request = ScoreRequest(
                role: hints.role.party,
                reproduceCommand: reproduceCommand,
                toolVersion: Rehearsal.version
            )
            inputs.fill(&request)
            hints.fill(&request)
            (request.thresholdFile, request.thresholds) = (thresholds, threshold)
            (request.folder, request.junit) = (out, junit)
            var score = Score(request)
            let outcome = try score.perform()
            let style: ConsoleStyle = Console.wantsColour(STDOUT_FILENO) ? .ansi : .plain
            let summary = ConsoleSummary.render(
                summary: outcome.summary,
                manifest: outcome.manifest,
                folder: outcome.folder,
                style: style
            )
            try Console.print(ScoreText(outcome).text + summary)
            let exit = outcome.verdict.exitStatus
            if exit != .passed { throw exit.code }
        }
    }

    /// The command that scores the same again, without what it writes.
    private var reproduceCommand: String {
        var words = ["rehearsal", "score"] + inputs.words + hints.words
        if let thresholds { words += ["--thresholds", thresholds] }
        for text in threshold { words += ["--threshold", text] }
        return words.map(ShellWord.quoted).joined(separator: " ")
    }
}
