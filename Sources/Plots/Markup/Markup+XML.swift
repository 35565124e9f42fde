extension Markup {
    /// The element as XML 1.0 on indented lines; text within elements stands on lines of its own.
    public var text: String { xml(indentation: "") }

    private func xml(indentation: String) -> String {
        switch content {
        case .text(let text): return indentation + Self.escaped(text)
        case .code: preconditionFailure("code is for pages")
        case .group(let pieces): return pieces.map { $0.xml(indentation: indentation) }.joined(separator: "\n")
        case .element(let name, let attributes, let children):
            let head = indentation + "<" + name + attributes.map { " \($0.0)=\"\(Self.escaped($0.1))\"" }.joined()
            guard !children.isEmpty else { return head + "/>" }
            let inner = children.map { $0.xml(indentation: indentation + "  ") }.joined(separator: "\n")
            return head + ">\n" + inner + "\n" + indentation + "</" + name + ">"
        }
    }

    /// The text as an attribute may hold it; what XML 1.0, section 2.2 forbids altogether becomes U+FFFD.
    public static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: needsCare) else { return text }
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

    private static func needsCare(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x22 || byte == 0x26 || byte == 0x3C || byte == 0x3E || byte == 0xEF
    }
}
