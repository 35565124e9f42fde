import Foundation
public import Scenarios

/// The bytes of a scenario, where its relative paths start, and what overrides it.
public struct ScenarioText: Sendable {
    public var bytes: [UInt8]
    /// As errors name it.
    public var file: String
    public var folder: String
    public var overrides: [Override]

    public init(bytes: [UInt8], file: String, folder: String = ".", overrides: [Override] = []) {
        (self.bytes, self.file, self.folder, self.overrides) = (bytes, file, folder, overrides)
    }

    /// Reads a scenario file or a pipe; relative paths start where the file is.
    ///
    /// - Throws: `RunError` for what cannot be read.
    public init(ofFile path: String, overrides: [Override] = []) throws {
        let folder = URL(filePath: path).deletingLastPathComponent().relativePath
        self.init(
            bytes: try LoadedScenario.bytes(ofFile: path),
            file: path,
            folder: folder.isEmpty ? "." : folder,
            overrides: overrides
        )
    }
}
