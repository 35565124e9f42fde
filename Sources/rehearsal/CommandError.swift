import ArgumentParser
import Results
import Runner
import Scenarios

/// An error with its exit code: what was attempted, what happened, and what to do.
struct CommandError: Error, CustomStringConvertible {
    let exit: ExitStatus
    let description: String

    init(_ exit: ExitStatus, _ attempted: String, _ happened: String, _ advice: String) {
        self.exit = exit
        description = "error: could not \(attempted): \(happened)\n  hint: \(advice)"
    }
}

/// Runs a command, prints what goes wrong on stderr, and ends with the exit code that belongs to it.
func reportingErrors(_ work: () throws -> Void) throws {
    do {
        try work()
    } catch {
        throw reported(error)
    }
}

/// The same for work that waits.
func reportingErrors(_ work: () async throws -> Void) async throws {
    do {
        try await work()
    } catch {
        throw reported(error)
    }
}

private func reported(_ error: any Error) -> any Error {
    switch error {
    case let code as ExitCode: return code
    case let error as CommandError:
        Console.note(error.description)
        return error.exit.code
    case let errors as ScenarioErrors:
        Console.note(errors.description)
        return ExitStatus.invalidScenario.code
    case let error as RunError:
        Console.note(error.description)
        switch error.kind {
        case .inputOutput: return ExitStatus.failure.code
        case .scenario: return ExitStatus.invalidScenario.code
        case .aborted: return ExitStatus.aborted.code
        case .usage: return ExitStatus.usage.code
        case .runtime: return ExitStatus.runtimeFailure.code
        }
    default:
        Console.note("\(error)")
        return ExitStatus.failure.code
    }
}
