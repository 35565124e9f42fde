import QualityModels

/// One mapping of the file, read through its table.
struct Section {
    let tree: YAMLTree
    let path: String
    let table: Table
    let findings: Findings

    /// Checks the keys; `nil` with an error where there is no mapping at all.
    init?(_ tree: YAMLTree, path: String, table: Table, findings: Findings) {
        guard case .mapping(let entries) = tree.content else {
            let keys = table.members.prefix(3).map(\.key).joined(separator: ", ")
            findings.add(
                Complaint("\(tree.kind) stands where a mapping is due", hint: "its keys are \(keys)…"),
                at: tree.position,
                path: path
            )
            return nil
        }
        self.tree = tree
        self.path = path
        self.table = table
        self.findings = findings
        for entry in entries where table.member(entry.key) == nil {
            if let pattern = table.pattern, entry.key.hasPrefix(pattern.prefix) { continue }
            complainUnknown(entry)
        }
        for member in table.members where member.isRequired && tree[member.key] == nil {
            findings.add(
                Complaint("\(member.key) is missing", hint: member.examples.first.map { "write \(member.key): \($0)" }),
                at: tree.position,
                path: path
            )
        }
    }

    private func complainUnknown(_ entry: YAMLTree.Entry) {
        let keys = table.members.map(\.key)
        let meant = Suggestion.nearest(to: entry.key, among: keys)
        findings.add(
            Complaint(
                "there is no key '\(YAMLTree.shortened(entry.key))' here",
                hint: meant.map { "did you mean \($0)?" } ?? "the keys are \(keys.joined(separator: ", "))"
            ),
            at: entry.position,
            path: path(YAMLTree.shortened(entry.key))
        )
    }

    func path(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// The value of a plain key, its default where it is missing, `nil` where it has none or is wrong.
    func value<Value>(_ field: Field<Value>) -> Value? {
        precondition(table.member(field.key) != nil, "\(field.key) is not declared in \(table.title)")
        let path = path(field.key)
        guard let tree = tree[field.key] else {
            guard let fallback = field.member.fallback else { return nil }
            findings.note(path, fallback, .default)
            return try? field.scalar.read(fallback)
        }
        return Self.value(field.scalar, of: tree, path: path, findings: findings)
    }

    /// Reads one plain value wherever it stands.
    static func value<Value>(
        _ scalar: Scalar<Value>,
        of tree: YAMLTree,
        path: String,
        findings: Findings
    ) -> Value? {
        guard case .scalar(let text) = tree.content else {
            findings.add(
                Complaint("\(tree.kind) stands where one value is due (\(scalar.grammar.name))"),
                at: tree.position,
                path: path
            )
            return nil
        }
        do {
            let value = try scalar.read(text)
            findings.note(path, text.trimmingBlanks, tree.origin)
            return value
        } catch {
            findings.add(error, at: tree.position, path: path)
            return nil
        }
    }

    /// The mapping under a key; an empty one in the same place where the key is missing, so that defaults hold.
    func section(_ key: String, _ inner: Table) -> Section? {
        precondition(table.member(key) != nil, "\(key) is not declared in \(table.title)")
        let tree = tree[key] ?? YAMLTree(content: .mapping([]), position: tree.position)
        return Section(tree, path: path(key), table: inner, findings: findings)
    }

    /// Whether the file or a flag gives the key.
    func has(_ key: String) -> Bool { tree[key] != nil }

    /// Where a key's value stands, or the section where it is missing.
    func position(of key: String) -> YAMLTree.Position { tree[key]?.position ?? tree.position }

    /// Notes that a source is a recording, with its place.
    func note(_ source: AudioSource?, at key: String) {
        guard case .file(let file) = source else { return }
        findings.name(NamedRecording(kind: .audio, path: file), at: position(of: key), path: path(key))
    }

    /// Notes that a source is a recording, with its place.
    func note(_ source: VideoSource?, at key: String) {
        guard case .file(let file) = source else { return }
        findings.name(NamedRecording(kind: .video, path: file), at: position(of: key), path: path(key))
    }

    func complain(_ message: String, hint: String? = nil, at key: String? = nil) {
        let position = key.map { self.position(of: $0) } ?? tree.position
        findings.add(Complaint(message, hint: hint), at: position, path: key.map { path($0) } ?? path)
    }
}
