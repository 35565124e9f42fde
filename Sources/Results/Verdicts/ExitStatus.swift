/// Every exit code of `rehearsal`; part of its interface, never renumbered.
public enum ExitStatus: Int32, Hashable, Sendable, CaseIterable {
    case passed = 0
    /// An internal fault, or a file, disk or pipe that refused.
    case failure = 1
    /// The command line does not parse or contradicts itself (EX_USAGE of sysexits).
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
}
