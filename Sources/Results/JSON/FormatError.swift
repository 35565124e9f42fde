/// Something in a results file that cannot be read, and where.
public struct FormatError: Error, Hashable, Sendable {
    /// Counted from 1.
    public let line: Int
    /// Counted from 1, in characters (Unicode scalars); 1 where the whole line is meant.
    public let column: Int
    /// The way to the value, such as `metrics.audio.mos`; empty for the text itself.
    public let path: String
    public let message: String

    public init(line: Int, column: Int = 1, path: String = "", message: String) {
        self.line = line
        self.column = column
        self.path = path
        self.message = message
    }
}

extension FormatError: CustomStringConvertible {
    /// `line:column: error: path: message`; put the file's name and a colon in front.
    public var description: String { "\(line):\(column): error: \(path.isEmpty ? "" : path + ": ")\(message)" }
}
