import ArgumentParser

/// Every exit code of `rehearsal`.
///
/// When several apply, the worst wins in the order 107, 105, 99, 90, 91.
enum Exit: Int32, Comparable {
    case passed = 0
    /// An internal fault, or a file, disk or pipe that refused.
    case failure = 1
    /// The command line does not parse or contradicts itself (EX_USAGE).
    case usage = 64
    /// Worse than the baseline, with every threshold kept.
    case regression = 90
    /// A threshold could not be decided.
    case inconclusive = 91
    case thresholdFailed = 99
    case invalidScenario = 104
    /// Stopped by a signal; outputs are written.
    case aborted = 105
    /// The run itself failed, such as a server that cannot be reached.
    case runtimeFailure = 107

    var code: ExitCode { ExitCode(rawValue) }

    private var severity: Int {
        switch self {
        case .passed: 0
        case .inconclusive: 1
        case .regression: 2
        case .thresholdFailed: 3
        case .aborted: 4
        case .runtimeFailure: 5
        case .usage, .invalidScenario, .failure: 6
        }
    }

    static func < (left: Exit, right: Exit) -> Bool { left.severity < right.severity }
}
