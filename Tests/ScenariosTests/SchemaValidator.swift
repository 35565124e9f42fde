import Foundation

@testable import Scenarios

/// Judges a value by the part of JSON Schema draft 7 that our schema uses; any other keyword is a complaint.
struct SchemaValidator {
    private static let annotations: Set = ["$schema", "title", "description", "default", "examples"]

    /// What is wrong with the value, each with its path; empty where it is valid.
    static func complaints(_ value: Any, _ schema: [String: Any], path: String = "") -> [String] {
        var found: [String] = []
        for (keyword, rule) in schema.sorted(by: { $0.key < $1.key }) where !annotations.contains(keyword) {
            found += complaints(value, keyword, rule, schema, path)
        }
        return found
    }

    private static func complaints(
        _ value: Any,
        _ keyword: String,
        _ rule: Any,
        _ schema: [String: Any],
        _ path: String
    ) -> [String] {
        let object = value as? [String: Any]
        func say(_ isValid: Bool) -> [String] { isValid ? [] : ["\(path): \(keyword)"] }
        switch (keyword, rule) {
        case ("type", let type as String): return say(isOf(type, value))
        case ("enum", let words as [String]): return say((value as? String).map(words.contains) ?? false)
        case ("pattern", let pattern as String):
            guard let text = value as? String else { return [] }
            return say(text.range(of: pattern, options: .regularExpression) != nil)
        case ("minLength", let count as Int): return say((value as? String).map { $0.count >= count } ?? true)
        case ("minItems", let count as Int): return say((value as? [Any]).map { $0.count >= count } ?? true)
        case ("minProperties", let count as Int): return say(object.map { $0.count >= count } ?? true)
        case ("maxProperties", let count as Int): return say(object.map { $0.count <= count } ?? true)
        case ("minimum", let limit as NSNumber):
            return say(number(value).map { $0 >= limit.doubleValue } ?? true)
        case ("maximum", let limit as NSNumber):
            return say(number(value).map { $0 <= limit.doubleValue } ?? true)
        case ("anyOf", let schemas as [[String: Any]]):
            return say(schemas.contains { complaints(value, $0, path: path).isEmpty })
        case ("items", let item as [String: Any]):
            let items = value as? [Any] ?? []
            return items.enumerated().flatMap { complaints($1, item, path: "\(path)[\($0)]") }
        case ("required", let keys as [String]):
            return keys.filter { key in object.map { $0[key] == nil } ?? false }
                .map { "\(path): \($0) is missing" }
        case ("propertyNames", let names as [String: Any]):
            return (object ?? [:]).keys.sorted().flatMap { complaints($0, names, path: "\(path).\($0)") }
        case ("properties", let properties as [String: [String: Any]]):
            return (object ?? [:]).sorted { $0.key < $1.key }.flatMap { key, value in
                properties[key].map { complaints(value, $0, path: "\(path).\(key)") } ?? []
            }
        case ("patternProperties", let patterns as [String: [String: Any]]):
            return (object ?? [:]).sorted { $0.key < $1.key }.flatMap { key, value in
                patterns.filter { key.range(of: $0.key, options: .regularExpression) != nil }
                    .flatMap { complaints(value, $0.value, path: "\(path).\(key)") }
            }
        case ("additionalProperties", let additional):
            return (object ?? [:]).filter { !isDeclared($0.key, schema) }.sorted { $0.key < $1.key }
                .flatMap { key, value in
                    if let inner = additional as? [String: Any] {
                        return complaints(value, inner, path: "\(path).\(key)")
                    }
                    return ["\(path): \(key) is unknown"]
                }
        default: return ["\(path): the keyword \(keyword) is not known to this test"]
        }
    }

    private static func number(_ value: Any) -> Double? { (value as? Int).map(Double.init) ?? value as? Double }

    private static func isDeclared(_ key: String, _ schema: [String: Any]) -> Bool {
        if (schema["properties"] as? [String: Any])?[key] != nil { return true }
        let patterns = (schema["patternProperties"] as? [String: Any] ?? [:]).keys
        return patterns.contains { key.range(of: $0, options: .regularExpression) != nil }
    }

    private static func isOf(_ type: String, _ value: Any) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "boolean": value is Bool
        case "integer": value is Int && !(value is Bool)
        case "number": value is Int || value is Double
        default: false
        }
    }

    /// The value that YAML's core schema gives a tree, as an editor sees it.
    static func value(of tree: YAMLTree) -> Any {
        switch tree.content {
        case .scalar("true"): true
        case .scalar("false"): false
        case .scalar(let text): Int(text).map { $0 as Any } ?? number(text).map { $0 as Any } ?? text
        case .sequence(let items): items.map(value)
        case .mapping(let entries):
            Dictionary(entries.map { ($0.key, value(of: $0.value)) }) { first, _ in first }
        }
    }

    private static func number(_ text: String) -> Double? {
        text.allSatisfy { "0123456789.+-eE".contains($0) } ? Double(text) : nil
    }
}
