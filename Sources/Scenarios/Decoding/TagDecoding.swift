import QualityModels

/// Reads `tags` of a group.
struct TagDecoding {
    /// More would not fit beside each other in a report.
    static let countMax = 8

    /// The section of the group.
    let section: Section

    /// The tags by name; what is wrong is left out, with an error.
    func tags() -> [ThresholdRule.Tag] {
        let key = GroupFields.tags.key
        guard let tree = section.tree[key] else { return [] }
        guard case .mapping(let entries) = tree.content else {
            section.complain("\(tree.kind) stands where a mapping is due", hint: "write { access: rural }", at: key)
            return []
        }
        if entries.count > Self.countMax {
            section.complain("\(entries.count) tags are more than the \(Self.countMax) that a group may have", at: key)
        }
        let tags = entries.compactMap { tag($0, key) }.sorted { $0.name < $1.name }
        let words = tags.map { "\($0.name):\($0.value)" }.joined(separator: ", ")
        section.findings.note(section.path(key), words, tree.origin)
        return tags
    }

    private func tag(_ entry: YAMLTree.Entry, _ key: String) -> ThresholdRule.Tag? {
        let path = "\(section.path(key)).\(YAMLTree.shortened(entry.key))"
        guard !ThresholdRule.tagNames.contains(entry.key) else {
            let complaint = Complaint(
                "every run has a tag '\(entry.key)' of its own",
                hint: "choose another name"
            )
            section.findings.add(complaint, at: entry.position, path: path)
            return nil
        }
        guard case .scalar(let text) = entry.value.content else {
            section.findings.add(
                Complaint("\(entry.value.kind) stands where one word is due"),
                at: entry.value.position,
                path: path
            )
            return nil
        }
        do throws(Complaint) {
            let names = Scalar<String>.name
            return ThresholdRule.Tag(name: try names.read(entry.key), value: try names.read(text))
        } catch {
            section.findings.add(error, at: entry.value.position, path: path)
            return nil
        }
    }
}

extension ScenarioDecoding {
    /// Complains of tags that both sides use, since a call has one value for each.
    static func checkSides(
        _ clinicians: [ParticipantGroup],
        _ patients: [ParticipantGroup],
        _ section: Section
    ) {
        let names = Set(clinicians.flatMap(\.tags).map(\.name))
        for (index, group) in patients.enumerated() {
            for tag in group.tags where names.contains(tag.name) {
                section.findings.add(
                    Complaint(
                        "clinicians use the tag '\(tag.name)' already, and a call has one value for each",
                        hint: "choose another name on one side"
                    ),
                    at: section.position(of: "patients"),
                    path: "patients[\(index)].tags.\(tag.name)"
                )
            }
        }
    }
}
