/// A recording that a scenario names as a source.
public struct NamedRecording: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// A WAV file.
        case audio
        /// A Y4M file.
        case video
    }

    public let kind: Kind
    /// Relative to the scenario's folder, unless it begins with a slash.
    public let path: String

    public init(kind: Kind, path: String) {
        self.kind = kind
        self.path = path
    }
}

/// Why a recording cannot be used; the scenario's reader adds where it is named.
public struct RecordingFault: Error, Hashable, Sendable {
    public let message: String
    public let hint: String?

    public init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}
