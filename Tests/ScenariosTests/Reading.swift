import Scenarios
import Testing

/// Reads scenarios for tests.
enum Reading {
    /// The smallest scenario; lines added after it count from 4.
    static let least = """
        rehearsal: 1
        name: least
        patients: [{ name: home, network: fttc }]

        """

    static func read(_ text: String, _ overrides: [Override] = []) throws -> ReadScenario {
        try ScenarioReader.read(bytes: Array(text.utf8), file: "clinic.yaml", overrides: overrides)
    }

    /// The errors of a text, each with its hint; empty where the text is valid.
    static func errors(_ text: String, _ overrides: [Override] = []) -> [ScenarioError] {
        errors(Array(text.utf8), overrides)
    }

    static func errors(_ bytes: [UInt8], _ overrides: [Override] = []) -> [ScenarioError] {
        do {
            _ = try ScenarioReader.read(bytes: bytes, file: "clinic.yaml", overrides: overrides)
            return []
        } catch {
            return error.errors
        }
    }

    /// The errors as texts, without hints.
    static func firstLines(_ text: String, _ overrides: [Override] = []) -> [String] {
        errors(text, overrides).map { $0.description.split(separator: "\n").first.map(String.init) ?? "" }
    }
}
