import Yams

/// Reads the text of a scenario into a tree of places, and collects what is wrong with it as YAML.
struct YAMLReader {
    /// Deeper trees are refused: no scenario needs more than eight levels.
    static let depthMax = 32
    /// So many duplicate keys are reported one by one.
    private static let duplicateCountMax = 50
    /// Duplicate keys are told apart by a first character from the private use area.
    private static let firstMark: UInt32 = 0xE000

    private(set) var faults: [YAMLFault] = []
    private var candidates: Set<AliasGuard.Place> = []
    private var duplicates: [(name: String, line: Int, column: Int)] = []

    /// The tree, or `nil` where there is none; `faults` then says why.
    mutating func read(_ text: String) -> YAMLTree? {
        let guarded = AliasGuard(text)
        candidates = guarded.candidates
        guard let tree = composed(guarded.text), faults.isEmpty else { return faults.isEmpty ? nil : partial }
        guard !candidates.isEmpty else { return tree }
        // No alias after all, so the original text is as safe, and its words are as written.
        candidates = []
        duplicates = []
        return composed(text)
    }

    private var partial: YAMLTree?

    private mutating func composed(_ text: String) -> YAMLTree? {
        var text = text
        while true {
            do {
                let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
                guard let root = try parser.singleRoot() else { return nil }
                // Nodes hold their anchors weakly: the parser has to outlive the walk.
                let tree = withExtendedLifetime(parser) { self.tree(root, depth: 0) }
                partial = tree
                return tree
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

    private mutating func tree(_ node: Node, depth: Int) -> YAMLTree? {
        let line = node.mark?.line ?? 1
        let column = node.mark?.column ?? 1
        if node.anchor != nil || candidates.contains(AliasGuard.Place(line: line, column: column)) {
            faults.append(
                YAMLFault(
                    line: line,
                    column: column,
                    message: "anchors and aliases are not supported",
                    hint: "write the value out, or put a network under networks and name it"
                )
            )
            return nil
        }
        guard depth < Self.depthMax else {
            faults.append(YAMLFault(line: line, column: column, message: "nested deeper than \(Self.depthMax) levels"))
            return nil
        }
        let position = YAMLTree.Position.file(line: line, column: column)
        switch node {
        case .scalar(let scalar): return YAMLTree(content: .scalar(scalar.string), position: position)
        case .sequence(let sequence):
            var items: [YAMLTree] = []
            for item in sequence { if let item = tree(item, depth: depth + 1) { items.append(item) } }
            return YAMLTree(content: .sequence(items), position: position)
        case .mapping(let mapping):
            var entries: [YAMLTree.Entry] = []
            var lines: [String: Int] = [:]
            for (key, value) in mapping { if let entry = entry(key, value, depth, &lines) { entries.append(entry) } }
            return YAMLTree(content: .mapping(entries), position: position)
        case .alias: return nil
        }
    }

    private mutating func entry(
        _ key: Node,
        _ value: Node,
        _ depth: Int,
        _ lines: inout [String: Int]
    ) -> YAMLTree.Entry? {
        let keyTree = tree(key, depth: depth + 1)
        let valueTree = tree(value, depth: depth + 1)
        guard let keyTree, let valueTree else { return nil }
        guard case .scalar(var name) = keyTree.content, case .file(let line, let column) = keyTree.position else {
            if case .file(let line, let column) = keyTree.position {
                faults.append(YAMLFault(line: line, column: column, message: "a key must be a word"))
            }
            return nil
        }
        if let first = duplicates.first(where: { $0.line == line && $0.column == column }) { name = first.name }
        if let firstLine = lines[name] {
            faults.append(
                YAMLFault(
                    line: line,
                    column: column,
                    message: "the key '\(YAMLTree.shortened(name))' is given twice",
                    hint: "it stands in line \(firstLine) already"
                )
            )
            return nil
        }
        lines[name] = line
        return YAMLTree.Entry(key: name, position: keyTree.position, value: valueTree)
    }

    /// The text with the first of a pair of equal keys made unlike, or `nil` where that is not what is wrong.
    ///
    /// Yams refuses a mapping with equal keys at the first one; this way all of them are found.
    private mutating func withMarkedDuplicate(_ error: YamlError, _ text: String) -> String? {
        guard case .duplicatedKeysInMapping(let names, let context) = error, let name = names.first,
            duplicates.count < Self.duplicateCountMax,
            let mark = Unicode.Scalar(Self.firstMark + UInt32(duplicates.count))
        else { return nil }
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
