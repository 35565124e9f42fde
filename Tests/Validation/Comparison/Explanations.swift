import Results

/// Why cells miss, by mechanism: a file that people write, and that generating the page leaves alone.
///
/// A JSON array of `{"mechanism": …, "explanation": …, "cells": ["bw500/A/video.psnr", …]}`.
public struct Explanations: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        public let mechanism: String
        public let explanation: String
        public let cells: [String]
    }

    public let entries: [Entry]

    public static let none = Explanations(entries: [])

    private init(entries: [Entry]) { self.entries = entries }

    public init(parsing bytes: [UInt8], place: String) throws(ValidationError) {
        let root: JSONValue
        do { root = try JSONValue(parsing: bytes) } catch { throw Self.error(place, error.description) }
        guard case .array(let elements) = root else { throw Self.error(place, "an array is due here") }
        var entries: [Entry] = []
        var seen: Set<String> = []
        for (index, element) in elements.enumerated() {
            guard case .object(let object) = element, case .string(let mechanism) = object["mechanism"],
                case .string(let explanation) = object["explanation"], case .array(let keys) = object["cells"]
            else { throw Self.error(place, "[\(index)] lacks mechanism, explanation or cells") }
            var cells: [String] = []
            for case .string(let cell) in keys {
                guard cell.split(separator: "/").count == 3 else { throw Self.error(place, "'\(cell)' is no cell") }
                guard seen.insert(cell).inserted else { throw Self.error(place, "'\(cell)' is explained twice") }
                cells.append(cell)
            }
            guard cells.count == keys.count else { throw Self.error(place, "[\(index)].cells holds more than texts") }
            entries.append(Entry(mechanism: mechanism, explanation: explanation, cells: cells))
        }
        self.entries = entries
    }

    /// The misses that nothing explains.
    public func unexplained(_ cells: [ComparedCell]) -> [ComparedCell] {
        let known = Set(entries.flatMap(\.cells))
        return cells.filter { !$0.isInside && !known.contains($0.key) }
    }

    /// Explained cells that are no misses any more, or no cells.
    public func stale(_ cells: [ComparedCell]) -> [String] {
        let misses = Set(cells.filter { !$0.isInside }.map(\.key))
        return entries.flatMap(\.cells).filter { !misses.contains($0) }
    }

    private static func error(_ place: String, _ message: String) -> ValidationError {
        ValidationError(
            place,
            message,
            hint: "write [{\"mechanism\": \"…\", \"explanation\": \"…\", \"cells\": [\"bw500/A/video.psnr\"]}]"
        )
    }
}
