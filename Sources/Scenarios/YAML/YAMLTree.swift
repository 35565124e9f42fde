/// A value of the file together with its place, so that every complaint can say where it comes from.
struct YAMLTree {
    enum Content {
        case scalar(String)
        case sequence([YAMLTree])
        case mapping([Entry])
    }

    /// One key of a mapping with its value, in the order of the file.
    struct Entry {
        let key: String
        let position: Position
        var value: YAMLTree
    }

    /// Where something stands: in the file, or in a flag or environment variable.
    enum Position: Hashable {
        case file(line: Int, column: Int)
        case outside(shown: String, origin: ValueOrigin)
    }

    var content: Content
    var position: Position

    var origin: ValueOrigin {
        switch position {
        case .file: .file
        case .outside(_, let origin): origin
        }
    }

    subscript(key: String) -> YAMLTree? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// What the value is, for messages.
    var kind: String {
        switch content {
        case .scalar(let text): text.isEmpty ? "nothing" : "'\(YAMLTree.shortened(text))'"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// A text short enough for a message.
    static func shortened(_ text: String) -> String {
        let oneLine = text.prefix(41).map { $0.isNewline ? " " : String($0) }
        return oneLine.count > 40 ? oneLine.prefix(39).joined() + "…" : oneLine.joined()
    }
}
