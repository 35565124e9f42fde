public import Units

/// Why a score could not be had from another program.
public enum ExternalToolError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The program could not be run at all.
    case notStarted(tool: String, reason: String)
    /// It had not ended in time and was killed.
    case timedOut(tool: String, limit: TimeDelta)
    /// It ended with another status than 0, or by a signal.
    case failed(tool: String, status: Int32, message: String)
    /// What it wrote is not what was expected.
    case unreadable(tool: String, what: String)
    /// What was to be compared does not belong together.
    case notComparable(reason: String)
    /// A file could not be read or written.
    case file(path: String, reason: String)

    public var description: String {
        switch self {
        case .notStarted(let tool, let reason):
            "\(tool) could not be started (\(reason)); install it again, or name another"
        case .timedOut(let tool, let limit):
            "\(tool) had not ended after \(limit.seconds) s and was stopped; give it shorter files or more time"
        case .failed(let tool, let status, let message):
            "\(tool) ended with status \(status): \(message.isEmpty ? "it gave no reason" : message)"
        case .unreadable(let tool, let what):
            "\(tool) wrote no \(what) that can be read; its version may be another than those that are known"
        case .notComparable(let reason): "the two files cannot be compared: \(reason)"
        case .file(let path, let reason): "\(path): \(reason)"
        }
    }
}
