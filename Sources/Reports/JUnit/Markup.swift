/// An XML element that escapes whatever it is given.
struct Markup {
    private let name: String
    private let attributes: [(String, String)]
    private let children: [Markup]

    init(_ name: String, _ attributes: [(String, String)], _ children: [Markup] = []) {
        self.name = name
        self.attributes = attributes
        self.children = children
    }

    var text: String { text(indentation: "") }

    private func text(indentation: String) -> String {
        let head = indentation + "<" + name + attributes.map { " \($0.0)=\"\(Self.escaped($0.1))\"" }.joined()
        guard !children.isEmpty else { return head + "/>" }
        let inner = children.map { $0.text(indentation: indentation + "  ") }.joined(separator: "\n")
        return head + ">\n" + inner + "\n" + indentation + "</" + name + ">"
    }

    /// The text as an attribute may hold it; what XML 1.0, section 2.2 forbids altogether becomes U+FFFD.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\t", "\n", "\r": escaped += "&#\(scalar.value);"
            default:
                let isForbidden = scalar.value < 0x20 || (0xFFFE...0xFFFF).contains(scalar.value)
                escaped.unicodeScalars.append(isForbidden ? "\u{FFFD}" : scalar)
            }
        }
        return escaped
    }
}
