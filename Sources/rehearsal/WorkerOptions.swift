import ArgumentParser
import Foundation
import Results

/// How many workers a verb may use, as the verbs that simulate share it.
struct WorkerOptions: ParsableArguments {
    @Option(help: "How many calls to simulate at once. (default: the number of cores)")
    var jobs: Int?

    /// The flag's number, the environment's, or that of the cores.
    func count() throws -> Int {
        let name = "REHEARSAL_JOBS"
        let given = try jobs ?? ProcessInfo.processInfo.environment[name].map { try Self.number($0, named: name) }
        let count = given ?? ProcessInfo.processInfo.activeProcessorCount
        guard (1...1_024).contains(count) else {
            throw CommandError(.usage, "run \(count) calls at once", "it is not within 1 to 1024", "leave out --jobs")
        }
        return count
    }

    private static func number(_ text: String, named name: String) throws -> Int {
        guard let value = Int(text) else {
            throw CommandError(
                .usage,
                "read \(name)",
                "'\(text)' is not a whole number",
                "unset it, or give it a number"
            )
        }
        return value
    }
}
