/// What is wrong with the text of a threshold or of its key, and where.
public struct ThresholdSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// How many characters of the text come before the fault.
    public let offset: Int
    public let message: String
    /// What the person probably meant, as a whole sentence or question; `nil` where nothing is worth proposing.
    public let hint: String?

    public init(offset: Int, message: String, hint: String? = nil) {
        self.offset = offset
        self.message = message
        self.hint = hint
    }

    public var description: String { message + (hint.map { "; " + $0 } ?? "") }
}
