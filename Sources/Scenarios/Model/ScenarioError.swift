/// Something in a scenario that a person has to fix.
public struct ScenarioError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file, or the flag or environment variable that gave the value, such as `--set seed`.
    public let file: String
    /// The line from 1, or `nil` where the value did not come from the file.
    public let line: Int?
    /// The column in characters from 1, or `nil` where the value did not come from the file.
    public let column: Int?
    /// The way to the value, such as `patients[1].share`; empty for the whole scenario.
    public let path: String
    public let message: String
    public let hint: String?

    public init(
        file: String,
        line: Int? = nil,
        column: Int? = nil,
        path: String = "",
        message: String,
        hint: String? = nil
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.path = path
        self.message = message
        self.hint = hint
    }

    /// One compiler-style line, so that editors can jump to it, then the hint.
    public var description: String { Self.text(self, severity: "error") }

    fileprivate static func text(_ complaint: Self, severity: String) -> String {
        // One line, whatever a file is called: a second one could pass for a line of somebody else.
        var place = complaint.file.replacing("\n", with: "\\u{A}")
        if let line = complaint.line { place += ":\(line)" }
        if let column = complaint.column { place += ":\(column)" }
        let subject = complaint.path.isEmpty ? "" : "\(complaint.path): "
        let first = "\(place): \(severity): \(subject)\(complaint.message)"
        return (first + (complaint.hint.map { "\n  hint: \($0)" } ?? "")).escapingControls
    }
}

/// Everything that has to be fixed in one scenario, in the order of the file, then of the flags.
public struct ScenarioErrors: Error, Hashable, Sendable, CustomStringConvertible {
    public let errors: [ScenarioError]

    public init(errors: [ScenarioError]) { self.errors = errors }

    public var description: String { errors.map(\.description).joined(separator: "\n") }
}

/// Something in a scenario that will run, but perhaps not as its author thinks.
public struct ScenarioWarning: Hashable, Sendable, CustomStringConvertible {
    /// The same places and texts as an error has.
    public let complaint: ScenarioError

    public init(_ complaint: ScenarioError) { self.complaint = complaint }

    public var description: String { ScenarioError.text(complaint, severity: "warning") }
}
