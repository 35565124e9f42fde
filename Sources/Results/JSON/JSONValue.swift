/// A value of a JSON text (RFC 8259), objects in the order of their members.
public enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// A whole number, exactly.
    public static func integer(_ value: some FixedWidthInteger) -> Self { .number(JSONNumber(value)) }

    /// A score to six significant digits, or null where it is unknown.
    public static func score(_ value: Double?) -> Self { value.map { .number(JSONNumber(score: $0)) } ?? .null }

    var isContainer: Bool {
        switch self {
        case .array, .object: true
        default: false
        }
    }
}

/// The members of a JSON object, in order, each key once.
public struct JSONObject: Hashable, Sendable {
    public struct Member: Hashable, Sendable {
        public let key: String
        public let value: JSONValue

        public init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    public private(set) var members: [Member] = []

    public init() {}

    /// The value under a key, or `nil`; linear in the number of members, which is small.
    public subscript(key: String) -> JSONValue? { members.first { $0.key == key }?.value }

    /// Adds a member at the end; a key that is there already is a programmer's error.
    public mutating func append(_ key: String, _ value: JSONValue) {
        precondition(self[key] == nil, "the key '\(key)' is already in the object")
        members.append(Member(key: key, value: value))
    }

    /// Adds a member whose key is known to be new, in constant time.
    mutating func append(new member: Member) { members.append(member) }

    /// Adds a member at the end unless there is no value: what was not measured is absent.
    public mutating func append(_ key: String, ifKnown value: JSONValue?) {
        guard let value else { return }
        append(key, value)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (key, value) in elements { append(key, value) }
    }
}
