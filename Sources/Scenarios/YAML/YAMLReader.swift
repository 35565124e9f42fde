import Yams

/// Reads the text of a scenario into a tree of places, and collects what is wrong with it as YAML.
struct YAMLReader {
    /// Deeper trees are refused: no scenario needs more than eight.
    static let depthMax = 32
    static let depthHint = "a scenario needs eight levels at most: check brackets and indentation"
    /// So many duplicate keys are reported one by one.
    private static let duplicateCountMax = 20
    /// A duplicate key costs another parse of the text; all of them together read no more bytes than this.
    private static let repeatedByteCountMax = 1 << 20
    /// Duplicate keys are told apart by a first character from the private use area.
    private static let firstMark: UInt32 = 0xE000

    private(set) var faults: [YAMLFault] = []
    private var candidates: Set<AliasGuard.Place> = []
    private var duplicates: [(name: String, line: Int, column: Int)] = []

    /// Whether values are missing from the tree, so that reading on would only bring up what is not wrong.
    private var isIncomplete = false
    private var repeatedByteCount = 0

    /// The tree, without the later ones of equal keys; `nil` where there is none to go on with.
    mutating func read(_ text: String) -> YAMLTree? {
        let guarded = AliasGuard(text)
        candidates = guarded.candidates
        var tree = composed(guarded.text)
        if tree != nil, !isIncomplete, !candidates.isEmpty {
            // No alias after all, so the original text is as safe, and its words are as written.
            candidates = []
            duplicates = []
            faults = []
            tree = composed(text)
        }
        return isIncomplete ? nil : tree
    }

    private mutating func composed(_ text: String) -> YAMLTree? {
        var text = text
        while true {
            do {
                let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
                guard let root = try parser.singleRoot() else { return nil }
                // Nodes hold their anchors weakly: the parser has to outlive the walk.
                return withExtendedLifetime(parser) { self.tree(root, depth: 0, path: "") }
            } catch let error as YamlError {
                guard let marked = withMarkedDuplicate(error, text) else {
                    faults.append(YAMLFault(error, in: text))
                    return nil
                }
                text = marked
            } catch {
                faults.append(YAMLFault(line: 1, column: 1, message: "\(error)"))
                return nil
            }
        }
    }

    private mutating func tree(_ node: Node, depth: Int, path: String) -> YAMLTree? {
        let line = node.mark?.line ?? 1
        let column = node.mark?.column ?? 1
        if node.anchor != nil || candidates.contains(AliasGuard.Place(line: line, column: column)) {
            isIncomplete = true
            faults.append(
                YAMLFault(
                    line: line,
                    column: column,
                    path: path,
                    message: "anchors and aliases are not supported",
                    hint: "write the value out, or put a network under networks and name it"
                )
            )
            return nil
        }
        guard depth < Self.depthMax else {
            isIncomplete = true
            faults.append(
                YAMLFault(
                    line: line,
                    column: column,
                    path: path,
                    message: "nested deeper than \(Self.depthMax) levels",
                    hint: Self.depthHint
                )
            )
            return nil
        }
        let position = YAMLTree.Position.file(line: line, column: column)
        switch node {
        case .scalar(let scalar): return YAMLTree(content: .scalar(scalar.string), position: position)
        case .sequence(let sequence):
            var items: [YAMLTree] = []
            for (index, item) in sequence.enumerated() {
                if let item = tree(item, depth: depth + 1, path: "\(path)[\(index)]") { items.append(item) }
            }
            return YAMLTree(content: .sequence(items), position: position)
        case .mapping(let mapping):
            var entries: [YAMLTree.Entry] = []
            var lines: [String: Int] = [:]
            for (key, value) in mapping {
                if let entry = entry(key, value, depth, path, &lines) { entries.append(entry) }
            }
            return YAMLTree(content: .mapping(entries), position: position)
        case .alias: return nil
        }
    }

    private mutating func entry(
        _ key: Node,
        _ value: Node,
        _ depth: Int,
        _ outer: String,
        _ lines: inout [String: Int]
    ) -> YAMLTree.Entry? {
        guard let keyTree = tree(key, depth: depth + 1, path: outer),
            case .file(let line, let column) = keyTree.position
        else {
            _ = tree(value, depth: depth + 1, path: outer)
            return nil
        }
        guard case .scalar(var name) = keyTree.content else {
            faults.append(YAMLFault(line: line, column: column, path: outer, message: "a key must be a word"))
            return nil
        }
        if let first = duplicates.first(where: { $0.line == line && $0.column == column }) { name = first.name }
        let path = (outer.isEmpty ? "" : outer + ".") + YAMLTree.shortened(name)
        let valueTree = tree(value, depth: depth + 1, path: path)
        if let firstLine = lines[name] {
            faults.append(
                YAMLFault(
                    line: line,
                    column: column,
                    path: path,
                    message: "the key is given twice",
                    hint: "it stands in line \(firstLine) already"
                )
            )
            return nil
        }
        guard let valueTree else { return nil }
        lines[name] = line
        return YAMLTree.Entry(key: name, position: keyTree.position, value: valueTree)
    }

    /// The text with the first of a pair of equal keys made unlike, or `nil` where that is not what is wrong.
    ///
    /// Yams refuses a mapping with equal keys at the first one; this way all of them are found.
    private mutating func withMarkedDuplicate(_ error: YamlError, _ text: String) -> String? {
        guard case .duplicatedKeysInMapping(let names, let context) = error, let name = names.first,
            duplicates.count < Self.duplicateCountMax,
            repeatedByteCount + text.utf8.count < Self.repeatedByteCountMax,
            let mark = Unicode.Scalar(Self.firstMark + UInt32(duplicates.count))
        else { return nil }
        repeatedByteCount += text.utf8.count
        var place = PlaceCounter()
        var view = String.UnicodeScalarView()
        var skipsQuote = false
        for scalar in text.unicodeScalars {
            let isKey = place.line == context.mark.line && place.column == context.mark.column
            let isQuote = isKey && (scalar == "\"" || scalar == "'")
            view.append((isKey && !isQuote) || skipsQuote ? mark : scalar)
            skipsQuote = isQuote
            place.pass(scalar)
        }
        duplicates.append((name, context.mark.line, context.mark.column))
        return String(view)
    }
}
