import QualityModels

/// Reads `thresholds`.
struct ThresholdDecoding {
    /// Longer keys and limits are refused unread.
    private static let byteCountMax = 300

    let findings: Findings
    let hasCalls: Bool
    /// The names of the scenario's flows, links and relays, for the tags `flow`, `link` and `relay`.
    ///
    /// Flows are `nil` where all are wrong.
    let flows: [String]?
    let links: [String]
    let relays: [String]
    /// The names of the clinics, for the tag `clinic`; `nil` where all are wrong.
    var clinics: [String]? = []
    /// Of the links, those whose rate is known beforehand in one direction at least.
    let ratedLinks: [String]
    /// The names of the networks that patients are on, for the tag `network`.
    let networks: [String]
    let clinicianNames: [String]
    let patientNames: [String]
    /// The file's own tags, with each value that they have.
    let tags: [ThresholdRule.Tag]
    let hasVideo: Bool
    /// Whether metrics can be measured that take recorded sound or pictures.
    var hasRecordings = false
    /// Whether `networks` is complete; else tags are not checked against it.
    let arePatientsRight: Bool

    /// The rules with their places; the built-in ones where the file has none.
    func rules(_ tree: YAMLTree?, at root: YAMLTree.Position) -> [(rule: ThresholdRule, position: YAMLTree.Position)] {
        guard let tree else { return defaults(at: root) }
        guard case .mapping(let entries) = tree.content else {
            findings.add(
                Complaint("\(tree.kind) stands where a mapping is due", hint: "write metric: [ \"p(10) >= 3.6\" ]"),
                at: tree.position,
                path: "thresholds"
            )
            return []
        }
        var keys: [String: String] = [:]
        return entries.flatMap { rules(of: $0, &keys) }
    }

    private func defaults(at root: YAMLTree.Position) -> [(rule: ThresholdRule, position: YAMLTree.Position)] {
        guard hasCalls else { return [] }
        return ThresholdFields.defaults.compactMap { name, text in
            guard let metric = MetricCatalogue.metric(named: name), hasVideo || !metric.needsPictures,
                let expression = try? ThresholdExpression(parsing: text, for: metric)
            else { return nil }
            findings.note("thresholds.\(name)", text, .default)
            return (ThresholdRule(metric: metric, tags: [], expression: expression), root)
        }
    }

    private func rules(
        of entry: YAMLTree.Entry,
        _ keys: inout [String: String]
    ) -> [(rule: ThresholdRule, position: YAMLTree.Position)] {
        let path = "thresholds.\(YAMLTree.shortened(entry.key))"
        guard entry.key.utf8.count <= Self.byteCountMax else {
            findings.add(Complaint("no metric has so long a name"), at: entry.position, path: path)
            return []
        }
        let metric: Metric
        let tags: [ThresholdRule.Tag]
        do {
            (metric, tags) = try ThresholdRule.key(parsing: entry.key, own: Set(self.tags.map(\.name)))
        } catch {
            findings.add(Complaint(error.message, hint: error.hint), at: entry.position, path: path)
            return []
        }
        let canonical = metric.name + tags.map { ",\($0.name):\($0.value)" }.joined()
        if let first = keys[canonical] {
            findings.add(Complaint("the same as '\(first)', which is given already"), at: entry.position, path: path)
        }
        keys[canonical] = keys[canonical] ?? entry.key
        check(tags, of: metric, entry, path)
        let items: [YAMLTree]
        if case .sequence(let list) = entry.value.content { items = list } else { items = [entry.value] }
        if items.isEmpty {
            findings.add(
                Complaint("the list of limits is empty", hint: "write \(entry.key): [ \"\(Self.example(metric))\" ]"),
                at: entry.value.position,
                path: path
            )
        }
        let isList = items.count > 1
        return items.enumerated().compactMap { index, item in
            rule(item, metric, tags, path: isList ? "\(path)[\(index)]" : path).map { ($0, item.position) }
        }
    }

    private func check(_ tags: [ThresholdRule.Tag], of metric: Metric, _ entry: YAMLTree.Entry, _ path: String) {
        if metric.needsRecordings, !hasRecordings {
            findings.add(
                Complaint(
                    "no run measures this",
                    hint: "rehearsal score does, of recorded sound or pictures"
                ),
                at: entry.position,
                path: path
            )
        }
        if !hasVideo, metric.needsPictures {
            findings.add(
                Complaint("there is no video to measure, since media.video.codec is none"),
                at: entry.position,
                path: path
            )
        }
        if !hasCalls, metric.sampling.isOfCalls {
            findings.add(Complaint("there is no call to measure"), at: entry.position, path: path)
        }
        for (name, names) in [("flow", flows), ("link", links), ("relay", relays), ("clinic", clinics)] {
            guard let known = names else { continue }
            if metric.sampling.rawValue == name, known.isEmpty {
                findings.add(Complaint("the scenario has no \(name)s"), at: entry.position, path: path)
                continue
            }
            for tag in tags where tag.name == name && !known.contains(tag.value) {
                findings.add(
                    Complaint(
                        "there is no \(name) '\(YAMLTree.shortened(tag.value))'",
                        hint: Suggestion.nearest(to: tag.value, among: known).map { "did you mean \($0)?" }
                    ),
                    at: entry.position,
                    path: path
                )
            }
        }
        let ofLinks = tags.filter { $0.name == "link" }.map(\.value)
        if metric.name == "link.utilisation", !links.isEmpty,
            !ratedLinks.contains(where: { ofLinks.isEmpty || ofLinks.contains($0) }),
            ofLinks.allSatisfy(links.contains)
        {
            findings.add(
                Complaint(
                    "no rate is known beforehand that this could be a share of",
                    hint: "give the link a rate, or set a threshold on link.wait_p95 or link.packet_drops"
                ),
                at: entry.position,
                path: path
            )
        }
        guard hasCalls, arePatientsRight else { return }
        for tag in tags {
            guard let (message, known) = unknown(tag) else { continue }
            findings.add(
                Complaint(
                    message,
                    hint: Suggestion.nearest(to: tag.value, among: known).map { "did you mean \($0)?" }
                        ?? "there are \(known.joined(separator: ", "))"
                ),
                at: entry.position,
                path: path
            )
        }
    }

    /// What is wrong with the value of a tag of calls, and the values that there are; `nil` where nothing is.
    private func unknown(_ tag: ThresholdRule.Tag) -> (message: String, known: [String])? {
        let value = YAMLTree.shortened(tag.value)
        let (message, known): (String, [String])
        switch tag.name {
        case "network": (message, known) = ("no patient is on the network '\(value)'", networks)
        case "clinician": (message, known) = ("there is no group '\(value)' of clinicians", clinicianNames)
        case "patient": (message, known) = ("there is no group '\(value)' of patients", patientNames)
        case let name where self.tags.contains { $0.name == name }:
            let values = Set(self.tags.filter { $0.name == name }.map(\.value)).sorted()
            (message, known) = ("no group has the tag \(name):\(value)", values)
        default: return nil
        }
        return known.contains(tag.value) ? nil : (message, known)
    }

    private func rule(
        _ tree: YAMLTree,
        _ metric: Metric,
        _ tags: [ThresholdRule.Tag],
        path: String
    ) -> ThresholdRule? {
        var line: Int?
        if case .file(let fileLine, _) = tree.position { line = fileLine }
        if case .scalar(let text) = tree.content {
            return expression(text, metric, tree, path).map {
                ThresholdRule(metric: metric, tags: tags, expression: $0, line: line)
            }
        }
        guard let section = Section(tree, path: path, table: ThresholdFields.table, findings: findings) else {
            return nil
        }
        let decision = section.value(ThresholdFields.decide)
        guard let that = tree[ThresholdFields.that] else { return nil }
        guard case .scalar(let text) = that.content else {
            section.complain("\(that.kind) stands where a limit is due", at: ThresholdFields.that)
            return nil
        }
        guard let expression = expression(text, metric, that, section.path(ThresholdFields.that)), let decision else {
            return nil
        }
        return ThresholdRule(metric: metric, tags: tags, expression: expression, decision: decision, line: line)
    }

    private func expression(
        _ text: String,
        _ metric: Metric,
        _ tree: YAMLTree,
        _ path: String
    ) -> ThresholdExpression? {
        guard text.utf8.count <= Self.byteCountMax else {
            findings.add(Complaint("no limit is so long"), at: tree.position, path: path)
            return nil
        }
        do {
            let expression = try ThresholdExpression(parsing: text, for: metric, own: Set(tags.map(\.name)))
            findings.note(path, text.trimmingBlanks, tree.origin)
            return expression
        } catch {
            findings.add(Complaint(error.message, hint: error.hint), at: tree.position, path: path)
            return nil
        }
    }

    private static func example(_ metric: Metric) -> String {
        metric.isIndicator ? "share >= 80 %" : metric.direction == .higherIsBetter ? "p(10) >= …" : "p(95) <= …"
    }
}
