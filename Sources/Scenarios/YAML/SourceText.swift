/// The bytes of a scenario as text that YAML may hold.
struct SourceText {
    /// The largest scenario that is read.
    static let byteCountMax = 1 << 20

    let text: String

    /// Checks size, encoding and characters; a byte order mark is skipped.
    init(bytes: [UInt8]) throws(YAMLFault) {
        guard bytes.count <= Self.byteCountMax else {
            throw YAMLFault(
                line: 1,
                column: 1,
                message: "the file has more than the 1 MiB that a scenario may have",
                hint: "scenarios take a few kilobytes: is it the right file?"
            )
        }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        var scalars = String.UnicodeScalarView()
        var place = PlaceCounter()
        var decoder = UTF8()
        var iterator = body.makeIterator()
        decoding: while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar):
                guard Self.isAllowed(scalar) else {
                    throw YAMLFault(
                        line: place.line,
                        column: place.column,
                        message:
                            "the character U+\(String(scalar.value, radix: 16, uppercase: true)) may not stand in YAML",
                        hint: "save the file as plain text"
                    )
                }
                scalars.append(scalar)
                place.pass(scalar)
            case .emptyInput: break decoding
            case .error:
                throw YAMLFault(
                    line: place.line,
                    column: place.column,
                    message: "the file is not UTF-8 from here on",
                    hint: "save it as UTF-8"
                )
            }
        }
        text = String(scalars)
    }

    /// The printable characters of YAML 1.1, section 5.1, as libyaml has them.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF:
            true
        default: false
        }
    }
}

/// A fault of the file as YAML, with its place.
struct YAMLFault: Error {
    var line: Int
    var column: Int
    var path = ""
    var message: String
    var hint: String?
}

/// Counts lines and columns as libyaml does: columns in code points, both from 1.
struct PlaceCounter {
    private(set) var line = 1
    private(set) var column = 1
    private var isAfterReturn = false

    mutating func pass(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x0A where isAfterReturn:
            isAfterReturn = false
        case 0x0A, 0x0D, 0x85, 0x2028, 0x2029:
            line += 1
            column = 1
            isAfterReturn = scalar.value == 0x0D
        default:
            column += 1
            isAfterReturn = false
        }
    }
}
