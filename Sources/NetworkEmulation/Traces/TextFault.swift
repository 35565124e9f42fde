/// Why the bytes of a distribution or a trace cannot be used, and in which line.
public struct TextFault: Error, Hashable, Sendable {
    /// From 1.
    public let line: Int
    public let message: String

    public init(line: Int, message: String) {
        self.line = line
        self.message = message
    }
}
