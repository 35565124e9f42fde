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
        let names = Scalar<String>.name
        return entries.compactMap { (entry) -> ThresholdRule.Tag? in
            let path = "\(section.path(key)).\(YAMLTree.shortened(entry.key))"
            guard !ThresholdRule.tagNames.contains(entry.key) else {
                section.findings.add(
                    Complaint("every run has a tag '\(entry.key)' of its own", hint: "choose another name"),
                    at: entry.position,
                    path: path
                )
                return nil
            }
            do {
                _ = try names.read(entry.key)
            } catch {
                section.findings.add(error, at: entry.position, path: path)
                return nil
            }
            return Section.value(names, of: entry.value, path: path, findings: section.findings)
                .map { ThresholdRule.Tag(name: entry.key, value: $0) }
        }.sorted { $0.name < $1.name }
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
