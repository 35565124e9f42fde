import Foundation
import Reports
import Results
import Runner

extension Console {
    /// Prints what a run came to, and ends with the exit code of its verdict.
    static func report(_ outcome: RunOutcome) throws {
        let exit = outcome.verdict.exitStatus
        do {
            try print(
                ConsoleSummary.render(
                    summary: outcome.summary,
                    manifest: outcome.manifest,
                    comparison: outcome.comparison,
                    folder: outcome.folder,
                    style: wantsColour(STDOUT_FILENO) ? .ansi : .plain
                )
            )
        } catch {
            note("\(error)\n  the same summary is in \(outcome.folder)/summary.json")
            throw (exit == .passed ? ExitStatus.failure : exit).code
        }
        if let failure = outcome.reportFailure {
            note("\(failure)\n  the results are whole; rehearsal report \(outcome.folder) makes the report of them")
            throw (exit == .passed ? ExitStatus.failure : exit).code
        }
        if exit != .passed { throw exit.code }
    }
}
