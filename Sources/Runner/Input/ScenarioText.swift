public import Scenarios

/// The bytes of a scenario, where its relative paths start, and what overrides it.
public struct ScenarioText: Sendable {
    public let bytes: [UInt8]
    /// As errors name it.
    public let file: String
    public let folder: String
    public let overrides: [Override]

    public init(bytes: [UInt8], file: String, folder: String, overrides: [Override]) {
        (self.bytes, self.file, self.folder, self.overrides) = (bytes, file, folder, overrides)
    }
}
