import Units

/// Reads `flows`.
struct FlowDecoding {
    let findings: Findings
    let networks: NetworkDecoding
    let links: NetworkDecoding
    /// When the last consultation is over; `nil` in a scenario without any.
    let lastEnd: Timestamp?

    static let countMax = 10_000

    /// The flows in the file's order, each of a `count` by itself.
    func flows(_ tree: YAMLTree?) -> [FlowSettings] {
        guard let tree else { return [] }
        guard case .sequence(let items) = tree.content, !items.isEmpty else {
            findings.add(
                Complaint(
                    "a list of flows is due",
                    hint: "write [{ name: backup, kind: tcp, via: [site-uplink], stop: 60 s }]"
                ),
                at: tree.position,
                path: "flows"
            )
            return []
        }
        let flows = items.enumerated().flatMap { self.flows(of: $1, path: "flows[\($0)]") }
        if flows.count > Self.countMax {
            findings.add(
                Complaint("\(flows.count) flows are more than the \(Self.countMax) that a scenario may have"),
                at: tree.position,
                path: "flows"
            )
        }
        var seen: Set<String> = []
        for flow in flows where !seen.insert(flow.name).inserted {
            findings.add(Complaint("two flows have the name '\(flow.name)'"), at: tree.position, path: "flows")
        }
        return flows
    }

    private func flows(of tree: YAMLTree, path: String) -> [FlowSettings] {
        guard let section = Section(tree, path: path, table: FlowFields.table, findings: findings) else { return [] }
        let name = section.value(FlowFields.name)
        let count = section.value(FlowFields.count)
        let kind = section.value(FlowFields.kind).flatMap { self.kind($0, section) }
        let from = network(FlowFields.from, section)
        let to = network(FlowFields.to, section)
        let via = ViaDecoding(section: section, links: links).via()
        let direction = section.value(FlowFields.direction)
        guard let span = span(section), let pauses = pauses(section, within: span), let name, let count, let kind,
            let from, let to, let via, let direction
        else { return [] }
        return (1...count).map { number in
            FlowSettings(
                name: count == 1 ? name : "\(name)-\(number)",
                kind: kind,
                from: from.access,
                to: to.access,
                via: via,
                isUpwards: direction == .up,
                start: span.lowerBound,
                stop: span.upperBound,
                pauses: pauses
            )
        }
    }

    /// The network at one end, perhaps none; `nil` with an error where it is wrong.
    private func network(_ field: Field<String>, _ section: Section) -> (access: AccessNetwork?, isGiven: Bool)? {
        guard section.has(field.key) else { return (nil, false) }
        guard let name = section.value(field),
            let network = networks.network(
                named: name,
                at: section.position(of: field.key),
                path: section.path(field.key)
            )
        else { return nil }
        return (network, true)
    }

    private func span(_ section: Section) -> Range<Timestamp>? {
        let start = section.value(FlowFields.start).map { Timestamp.start + $0 }
        let stop = section.has(FlowFields.stop.key) ? section.value(FlowFields.stop).map { .start + $0 } : lastEnd
        guard section.has(FlowFields.stop.key) || lastEnd != nil else {
            section.complain("nothing says when the flow stops", hint: "write stop: 60 s")
            return nil
        }
        guard let start, let stop else { return nil }
        guard start < stop else {
            section.complain(
                "the flow would stop before it starts",
                hint: "start is run time, as stop is",
                at: section.has(FlowFields.stop.key) ? FlowFields.stop.key : FlowFields.start.key
            )
            return nil
        }
        return start..<stop
    }

    private func pauses(_ section: Section, within span: Range<Timestamp>) -> [Range<Timestamp>]? {
        guard let tree = section.tree[FlowFields.pauses] else { return [] }
        let path = section.path(FlowFields.pauses)
        guard case .sequence(let items) = tree.content else {
            section.complain("\(tree.kind) stands where a list is due", at: FlowFields.pauses)
            return nil
        }
        var pauses: [Range<Timestamp>] = []
        for (index, item) in items.enumerated() {
            guard
                let inner = Section(item, path: "\(path)[\(index)]", table: FlowFields.pause, findings: findings),
                let from = inner.value(FlowFields.pauseFrom), let to = inner.value(FlowFields.pauseTo)
            else { return nil }
            let (start, end) = (Timestamp.start + from, Timestamp.start + to)
            guard start < end, start >= (pauses.last?.upperBound ?? span.lowerBound), end <= span.upperBound else {
                inner.complain(
                    "pauses follow each other within start and stop",
                    hint: "each ends after it begins and before the next begins"
                )
                return nil
            }
            pauses.append(start..<end)
        }
        return pauses
    }
}
