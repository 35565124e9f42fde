import Foundation

/// A program that the machine may have; tests that need it say what to install where it does not.
enum InstalledTool {
    static func binary(_ name: String) -> Binary? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
            .map { Binary(path: $0) }
    }

    static func isThere(_ names: String...) -> Bool { names.allSatisfy { binary($0) != nil } }

    struct Missing: Error { let name: String }

    static func run(_ name: String, _ arguments: [String]) throws -> Binary.Outcome {
        guard let binary = binary(name) else { throw Missing(name: name) }
        return try binary.run(arguments)
    }

    /// A file beside the tests.
    static func resource(_ name: String, in folder: String) throws -> String {
        guard let url = Bundle.module.url(forResource: name, withExtension: nil, subdirectory: folder) else {
            throw Missing(name: name)
        }
        return url.path
    }
}
