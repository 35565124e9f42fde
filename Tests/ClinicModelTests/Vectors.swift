import Foundation
import Testing

/// The files of `Vectors`; their oracles are exact chains, 50-digit sums, and engines other than this one.
enum Vectors {
    static func decode<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
        let url = try #require(Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Vectors"))
        return try JSONDecoder().decode(type, from: Data(contentsOf: url))
    }
}

/// Whether two numbers agree to a relative tolerance.
func agree(_ value: Double, _ reference: Double, within tolerance: Double) -> Bool {
    abs(value - reference) <= tolerance * max(abs(reference), .leastNormalMagnitude)
}
