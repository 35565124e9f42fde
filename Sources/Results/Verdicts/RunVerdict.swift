/// What became of a whole run; the later case outweighs the earlier.
public enum RunVerdict: Int, Hashable, Sendable, CaseIterable, Comparable {
    case passed
    case inconclusive
    /// Worse than the baseline, though every threshold passed.
    case regressed
    case thresholdFailed
    /// Stopped by a signal, with its outputs written.
    case aborted
    /// The run itself broke, or a server could not be reached.
    case runtimeFailed

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The worst of several findings, `passed` for none.
    public static func worst(of findings: some Sequence<RunVerdict>) -> RunVerdict { findings.max() ?? .passed }

    /// The finding that one threshold's verdict makes.
    public init(_ verdict: Verdict) {
        switch verdict {
        case .pass: self = .passed
        case .fail: self = .thresholdFailed
        case .inconclusive: self = .inconclusive
        }
    }

    /// The run's verdict in the three words of results files: a run that did not finish is inconclusive.
    public var verdict: Verdict {
        switch self {
        case .passed: .pass
        case .inconclusive, .aborted: .inconclusive
        case .regressed, .thresholdFailed, .runtimeFailed: .fail
        }
    }

    /// How the process ends, as `summary.json` keeps it.
    public var exitStatus: ExitStatus {
        switch self {
        case .passed: .passed
        case .regressed: .regression
        case .inconclusive: .inconclusive
        case .thresholdFailed: .thresholdFailed
        case .aborted: .aborted
        case .runtimeFailed: .runtimeFailure
        }
    }

    public var exitCode: Int { Int(exitStatus.rawValue) }
}
