import Foundation
import Yams

/// A JSON schema of the keywords that the reduced schemas beside it use, and no more.
struct ManifestSchema {
    private let root: [String: Any]

    /// A keyword that this reader does not know, which would go unchecked.
    struct UnknownKeyword: Error { let keyword: String }

    private static let keywords: Set = [
        "$comment", "type", "required", "properties", "additionalProperties", "items", "enum", "minimum", "pattern",
    ]

    init(named name: String) throws {
        guard let url = Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Schemas"),
            let root = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
        else { throw CocoaError(.fileReadUnknown) }
        self.root = root
    }

    /// What is wrong with a value, each with its path.
    func faults(of value: Any) throws -> [String] { try faults(of: value, root, "") }

    private func faults(of value: Any, _ schema: [String: Any], _ path: String) throws -> [String] {
        if let unknown = schema.keys.first(where: { !Self.keywords.contains($0) }) {
            throw UnknownKeyword(keyword: unknown)
        }
        guard let type = schema["type"] as? String, Self.isOf(type, value) else {
            return ["\(path): \(value) is no \(schema["type"] ?? "type")"]
        }
        var faults: [String] = []
        if let allowed = schema["enum"] as? [String], !allowed.contains(where: { $0 == value as? String }) {
            faults.append("\(path): \(value) is none of \(allowed)")
        }
        if let minimum = schema["minimum"] as? Int, let number = value as? Int, number < minimum {
            faults.append("\(path): \(number) is below \(minimum)")
        }
        if let pattern = schema["pattern"] as? String, let text = value as? String,
            text.range(of: pattern, options: .regularExpression) == nil
        {
            faults.append("\(path): \(text) does not match \(pattern)")
        }
        if let items = schema["items"] as? [String: Any], let list = value as? [Any] {
            for (index, item) in list.enumerated() { faults += try self.faults(of: item, items, "\(path)[\(index)]") }
        }
        guard let object = value as? [String: Any] else { return faults }
        for key in schema["required"] as? [String] ?? [] where object[key] == nil {
            faults.append("\(path).\(key) is missing")
        }
        let properties = schema["properties"] as? [String: Any] ?? [:]
        for key in object.keys.sorted() {
            let rule = properties[key] ?? schema["additionalProperties"]
            if let rule = rule as? [String: Any], let member = object[key] {
                faults += try self.faults(of: member, rule, "\(path).\(key)")
            } else {
                faults.append("\(path).\(key) is no field of it")
            }
        }
        return faults
    }

    private static func isOf(_ type: String, _ value: Any) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "integer": value is Int
        case "boolean": value is Bool
        default: false
        }
    }
}
