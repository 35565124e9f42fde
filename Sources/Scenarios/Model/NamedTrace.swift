/// A file that a scenario names for its numbers, such as a trace of a link's rate.
public struct NamedTrace: Hashable, Sendable {
    /// Relative to the scenario's folder, unless it begins with a slash.
    public let path: String
    /// A larger file is refused by its size, before it is read.
    public let byteCountMax: Int

    public init(path: String, byteCountMax: Int) {
        self.path = path
        self.byteCountMax = byteCountMax
    }
}
