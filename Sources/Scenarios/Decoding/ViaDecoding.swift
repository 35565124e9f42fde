import QualityModels

/// Reads `via`: the shared links behind an access, outwards.
struct ViaDecoding {
    let section: Section
    let links: NetworkDecoding

    /// The places of the links in the file; `nil` with an error where one is wrong.
    func via() -> [Int]? {
        let path = section.path(GroupFields.via)
        guard let tree = section.tree[GroupFields.via] else { return [] }
        let items: [YAMLTree]
        switch tree.content {
        case .sequence(let list): items = list
        case .scalar: items = [tree]
        case .mapping:
            section.complain("a mapping stands where a list is due", hint: "write [site-uplink]", at: GroupFields.via)
            return nil
        }
        var places: [Int] = []
        for item in items {
            guard let name = Section.value(.name, of: item, path: path, findings: section.findings),
                let place = place(of: name, at: item.position, path: path)
            else { return nil }
            guard !places.contains(place) else {
                section.findings.add(Complaint("'\(name)' is named twice"), at: item.position, path: path)
                return nil
            }
            places.append(place)
        }
        return places
    }

    private func place(of name: String, at position: YAMLTree.Position, path: String) -> Int? {
        if let place = links.networks.firstIndex(where: { $0.name == name }) { return place }
        // A link that is wrong has its own error.
        guard !links.names.contains(name) else { return nil }
        let meant = Suggestion.nearest(to: name, among: links.names)
        section.findings.add(
            Complaint(
                "there is no shared link '\(YAMLTree.shortened(name))'",
                hint: meant.map { "did you mean \($0)?" }
                    ?? (links.names.isEmpty
                        ? "define it at the top: links: { \(YAMLTree.shortened(name)): { like: hscn-hospital } }"
                        : "the links are \(links.names.joined(separator: ", "))")
            ),
            at: position,
            path: path
        )
        return nil
    }
}
