import QualityModels

/// Puts the values of flags and environment variables into the tree of the file.
struct OverrideApplication {
    let findings: Findings

    /// Applies environment variables, then flags; of equal paths the last wins.
    func apply(_ overrides: [Override], to root: inout YAMLTree) {
        let ordered = overrides.filter { $0.origin != .flag } + overrides.filter { $0.origin == .flag }
        for override in ordered {
            let position = YAMLTree.Position.outside(shown: override.shown, origin: override.origin)
            guard override.path.utf8.count <= 500 else {
                findings.add(Complaint("the path is longer than 500 bytes"), at: position, path: "")
                continue
            }
            guard let value = value(override, position) else { continue }
            do {
                try place(value, override.path[...], "", in: &root, position)
            } catch {
                findings.add(error, at: position, path: override.path)
            }
        }
    }

    private func value(_ override: Override, _ position: YAMLTree.Position) -> YAMLTree? {
        var reader = YAMLReader()
        let text: SourceText
        do {
            text = try SourceText(bytes: Array(override.text.utf8))
        } catch {
            findings.add(Complaint(error.message, hint: error.hint), at: position, path: override.path)
            return nil
        }
        let tree = reader.read(text.text)
        for fault in reader.faults {
            findings.add(Complaint(fault.message, hint: fault.hint), at: position, path: override.path)
        }
        guard reader.faults.isEmpty else { return nil }
        return Self.moved(tree ?? YAMLTree(content: .scalar(""), position: position), to: position)
    }

    /// The same tree, all of it standing outside the file.
    private static func moved(_ tree: YAMLTree, to position: YAMLTree.Position) -> YAMLTree {
        let content: YAMLTree.Content =
            switch tree.content {
            case .scalar: tree.content
            case .sequence(let items): .sequence(items.map { moved($0, to: position) })
            case .mapping(let entries):
                .mapping(
                    entries.map {
                        YAMLTree.Entry(key: $0.key, position: position, value: moved($0.value, to: position))
                    }
                )
            }
        return YAMLTree(content: content, position: position)
    }

    private func place(
        _ value: YAMLTree,
        _ path: Substring,
        _ walked: String,
        in tree: inout YAMLTree,
        _ position: YAMLTree.Position
    ) throws(Complaint) {
        guard !path.isEmpty else {
            tree = value
            return
        }
        if case .sequence(var items) = tree.content {
            let (index, rest) = try item(path, of: items, walked)
            if index == items.count { items.append(YAMLTree(content: .mapping([]), position: position)) }
            try place(value, rest, "\(walked)[\(index)]", in: &items[index], position)
            tree.content = .sequence(items)
            return
        }
        var entries: [YAMLTree.Entry] = []
        if case .mapping(let known) = tree.content { entries = known }
        let (key, rest) = try step(path, among: entries.map(\.key), walked)
        let next = walked.isEmpty ? key : "\(walked).\(key)"
        if let index = entries.firstIndex(where: { $0.key == key }) {
            try place(value, rest, next, in: &entries[index].value, position)
        } else {
            guard rest.first != "[" || rest.hasPrefix("[0]") else { throw Complaint("there is no list \(next)") }
            let content: YAMLTree.Content = rest.first == "[" ? .sequence([]) : .mapping([])
            var inner = YAMLTree(content: content, position: position)
            try place(value, rest, next, in: &inner, position)
            entries.append(YAMLTree.Entry(key: key, position: position, value: inner))
        }
        if case .mapping = tree.content {} else { tree.position = position }
        tree.content = .mapping(entries)
    }

    /// Splits the next key off a path.
    ///
    /// Keys that stand in the file win over dots: metrics have some.
    private func step(
        _ path: Substring,
        among keys: [String],
        _ walked: String
    ) throws(Complaint) -> (key: String, rest: Substring) {
        let fitting = keys.filter { key in
            guard path.hasPrefix(key) else { return false }
            let next = path.dropFirst(key.count).first
            return next == nil || next == "." || next == "["
        }
        var key = fitting.max { $0.count < $1.count }
        if key == nil {
            // The keys of thresholds have dots of their own.
            key = String(walked == "thresholds" ? path.prefix { $0 != "[" } : path.prefix { $0 != "." && $0 != "[" })
        }
        guard let key, !key.isEmpty else { throw Complaint("the path has an empty part") }
        let rest = path.dropFirst(key.count)
        guard rest.first == "." else { return (key, rest) }
        guard rest.count > 1 else { throw Complaint("the path ends with a dot") }
        return (key, rest.dropFirst())
    }

    /// Finds the list item that a path means, by `[0]` or by its name.
    private func item(
        _ path: Substring,
        of items: [YAMLTree],
        _ walked: String
    ) throws(Complaint) -> (index: Int, rest: Substring) {
        if path.first == "[" {
            let digits = path.dropFirst().prefix { $0 != "]" }
            let rest = path.dropFirst(digits.count + 2)
            guard path.dropFirst(digits.count + 1).first == "]", let index = Int(digits), index >= 0,
                rest.isEmpty || rest.first == "." || rest.first == "["
            else { throw Complaint("'\(YAMLTree.shortened(String(path)))' is no list index", hint: "write [0]") }
            guard index <= items.count else {
                throw Complaint("\(walked) has \(items.count) items, counted from 0, and no [\(index)]")
            }
            return (index, rest.first == "." ? rest.dropFirst() : rest)
        }
        let name = path.prefix { $0 != "." && $0 != "[" }
        let names = items.map { item in
            if case .scalar(let text)? = item["name"]?.content { text } else { "" }
        }
        guard let index = names.firstIndex(of: String(name)) else {
            throw Complaint(
                "\(walked) has nothing named '\(YAMLTree.shortened(String(name)))'",
                hint: Suggestion.nearest(to: String(name), among: names).map { "did you mean \($0)?" }
                    ?? "use an index such as [0]"
            )
        }
        let rest = path.dropFirst(name.count)
        return (index, rest.first == "." ? rest.dropFirst() : rest)
    }
}
