/// An object while it is read: each key is taken once, and what nobody took is an error.
package struct JSONFields {
    private var rest: [JSONObject.Member]
    private let path: String
    private let line: Int

    package init(_ value: JSONValue, path: String = "", line: Int) throws(FormatError) {
        guard case .object(let object) = value else {
            throw FormatError(line: line, path: path, message: "an object is due here")
        }
        rest = object.members
        self.path = path
        self.line = line
    }

    package func error(_ key: String, _ message: String) -> FormatError {
        FormatError(line: line, path: path.isEmpty ? key : path + "." + key, message: message)
    }

    package var keys: [String] { rest.map(\.key) }

    package func contains(_ key: String) -> Bool { rest.contains { $0.key == key } }

    package mutating func optional(_ key: String) -> JSONValue? {
        guard let index = rest.firstIndex(where: { $0.key == key }) else { return nil }
        return rest.remove(at: index).value
    }

    package mutating func value(_ key: String) throws(FormatError) -> JSONValue {
        guard let value = optional(key) else { throw error(key, "is missing") }
        return value
    }

    package mutating func string(_ key: String) throws(FormatError) -> String {
        guard case .string(let text) = try value(key) else { throw error(key, "a string is due here") }
        return text
    }

    package mutating func optionalString(_ key: String) throws(FormatError) -> String? {
        contains(key) ? try string(key) : nil
    }

    package mutating func number(_ key: String) throws(FormatError) -> JSONNumber {
        guard case .number(let number) = try value(key) else { throw error(key, "a number is due here") }
        return number
    }

    package mutating func integer(_ key: String) throws(FormatError) -> Int {
        guard let integer = try number(key).integer else { throw error(key, "a whole number is due here") }
        return integer
    }

    package mutating func unsigned(_ key: String) throws(FormatError) -> UInt64 {
        guard let integer = UInt64(try number(key).literal) else { throw error(key, "a whole number is due here") }
        return integer
    }

    package mutating func boolean(_ key: String) throws(FormatError) -> Bool {
        guard case .boolean(let flag) = try value(key) else { throw error(key, "true or false is due here") }
        return flag
    }

    package mutating func array(_ key: String) throws(FormatError) -> [JSONValue] {
        guard case .array(let elements) = try value(key) else { throw error(key, "an array is due here") }
        return elements
    }

    package mutating func fields(_ key: String) throws(FormatError) -> JSONFields {
        try JSONFields(try value(key), path: path.isEmpty ? key : path + "." + key, line: line)
    }

    /// A time in seconds, as nanoseconds.
    package mutating func nanoseconds(_ key: String) throws(FormatError) -> Int64 {
        guard let nanoseconds = try number(key).nanosecondsFromSeconds else { throw error(key, "is out of range") }
        return nanoseconds
    }

    /// Sixteen hexadecimal digits.
    package mutating func digest(_ key: String) throws(FormatError) -> UInt64 {
        let text = try string(key)
        guard text.utf8.count == 16, text.utf8.first != UInt8(ascii: "+"), let digest = UInt64(text, radix: 16) else {
            throw error(key, "sixteen hexadecimal digits are due here")
        }
        return digest
    }

    /// Ends the reading: a key that was not taken belongs to another version, or is a slip.
    package func finish() throws(FormatError) {
        guard let unknown = rest.first else { return }
        throw error(unknown.key, "there is no such key in this version of the format")
    }
}
