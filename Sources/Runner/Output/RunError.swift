import Foundation

/// Something outside the scenario that stops a run: what was attempted, on what, what happened, and what to do.
public struct RunError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Hashable, Sendable {
        /// A file, folder or disk refused.
        case inputOutput
        /// The scenario names something that cannot be used, such as a broken WAV file.
        case scenario
        /// A signal ended the wait for input.
        case aborted
        /// The command line asks for something that makes no sense here.
        case usage
        /// What ran did not come to what it had to.
        case runtime
    }

    public let kind: Kind
    public let attempted: String
    public let happened: String
    public let advice: String

    public init(_ kind: Kind, attempted: String, happened: String, advice: String) {
        self.kind = kind
        self.attempted = attempted
        self.happened = happened
        self.advice = advice
    }

    public var description: String { "error: could not \(attempted): \(happened)\n  hint: \(advice)" }
}

extension RunError {
    /// What the system refused, in its own words.
    static func refused(_ attempted: String, code: Int32 = errno) -> RunError {
        RunError(
            .inputOutput,
            attempted: attempted,
            happened: String(cString: strerror(code)),
            advice: advice(on: code)
        )
    }

    private static func advice(on code: Int32) -> String {
        switch code {
        case ENOTDIR: "choose another folder with --out"
        case ENOSPC, EDQUOT:
            "free some space and, where a run was stopped by it, go on with run --resume; or choose another --out"
        case EFBIG: "files may not be so large here: raise the limit (ulimit -f), or choose another folder with --out"
        default: "check the permissions, or choose another folder with --out"
        }
    }
}
