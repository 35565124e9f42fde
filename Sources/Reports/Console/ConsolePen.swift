/// Whether the console summary may use colour.
public enum ConsoleStyle: String, Hashable, Sendable, CaseIterable {
    case plain
    /// Bold and the basic colours of ECMA-48, "Select Graphic Rendition".
    case ansi
}

/// Paints words for a terminal, or leaves them as they are.
struct ConsolePen {
    let style: ConsoleStyle

    enum Role {
        case plain
        case heading
        case good
        case bad
        case doubtful
        case faint
    }

    func paint(_ text: String, _ role: Role) -> String {
        guard style == .ansi, !text.isEmpty else { return text }
        let code: String
        switch role {
        case .plain: return text
        case .heading: code = "1"
        case .good: code = "32"
        case .bad: code = "31"
        case .doubtful: code = "33"
        case .faint: code = "2"
        }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}

extension String {
    /// The text without anything that could move a terminal's cursor, change its colour or turn its reading order.
    ///
    /// Names and reasons come from files that others wrote.
    var visible: String {
        var shown = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch (scalar.properties.generalCategory, scalar.value) {
            case (.control, _), (.lineSeparator, _), (.paragraphSeparator, _): shown.append(" ")
            case (_, 0x202A...0x202E), (_, 0x2066...0x2069), (_, 0x200E...0x200F): continue
            default: shown.append(scalar)
            }
        }
        return String(shown)
    }

    /// The text and spaces up to a width in characters.
    func padded(to width: Int, onLeft: Bool = false) -> String {
        let padding = String(repeating: " ", count: max(0, width - count))
        return onLeft ? padding + self : self + padding
    }

    /// The text in lines of at most `width` characters, broken between words; a longer word has a line to itself.
    func wrapped(to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        return lines
    }
}
