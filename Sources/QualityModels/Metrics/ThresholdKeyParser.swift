import Units

extension ThresholdRule {
    /// The tags that may narrow a threshold, in the order of their names.
    public static let tagNames = [
        "call", "clinic", "clinician", "flow", "link", "network", "patient", "relay", "site", "tier", "to",
    ]

    /// Reads a key such as `audio.mos{to:clinician,network:4g}` into its metric and its tags, ordered by name.
    ///
    /// Unknown metrics and tags, duplicate tags, and values that no run could have are errors; whether a network or a
    /// site exists is for the scenario to know, whose `own` tags are known as well.
    public static func key(
        parsing text: String,
        own: Set<String> = []
    ) throws(ThresholdSyntaxError) -> (metric: Metric, tags: [Tag]) {
        var scanner = ThresholdScanner(text)
        scanner.skipSpaces()
        let start = scanner.offset
        let name = trimmed(scanner.take { $0 != "{" })
        guard let metric = MetricCatalogue.metric(named: name) else {
            throw ThresholdSyntaxError(
                offset: start,
                message: name.isEmpty ? "a metric is missing" : "'\(name)' is no metric",
                hint: Suggestion.nearest(to: name, among: MetricCatalogue.all.map(\.name))
                    .map { "did you mean \($0)?" } ?? "rehearsal list metrics lists them all"
            )
        }
        var tags: [Tag] = []
        if scanner.take("{") {
            repeat {
                tags.append(try tag(from: &scanner, for: metric, after: tags, own: own))
            } while scanner.take(",")
            guard scanner.take("}") else {
                throw ThresholdSyntaxError(
                    offset: scanner.offset,
                    message: scanner.isAtEnd ? "'}' is missing" : "'\(scanner.rest)' stands where ',' or '}' is due"
                )
            }
        }
        scanner.skipSpaces()
        guard scanner.isAtEnd else {
            throw ThresholdSyntaxError(offset: scanner.offset, message: "'\(scanner.rest)' follows the tags")
        }
        return (metric, tags.sorted { $0.name < $1.name })
    }

    /// The rule's key in canonical spelling: the metric, then its tags by name.
    public var key: String {
        guard !tags.isEmpty else { return metric.name }
        return metric.name + "{" + tags.map { "\($0.name):\($0.value)" }.joined(separator: ",") + "}"
    }

    private static func tag(
        from scanner: inout ThresholdScanner,
        for metric: Metric,
        after earlier: [Tag],
        own: Set<String>
    ) throws(ThresholdSyntaxError) -> Tag {
        scanner.skipSpaces()
        let start = scanner.offset
        let name = trimmed(scanner.take { !":,{}".contains($0) })
        let known = tagNames + own.sorted()
        guard known.contains(name) else {
            throw ThresholdSyntaxError(
                offset: start,
                message: name.isEmpty
                    ? "a tag is missing" : "'\(name)' is no tag; there are \(known.joined(separator: ", "))",
                hint: Suggestion.nearest(to: name, among: known).map { "did you mean \($0)?" }
            )
        }
        if earlier.contains(where: { $0.name == name }) {
            throw ThresholdSyntaxError(offset: start, message: "the tag \(name) is given twice")
        }
        try check(name, fits: metric, own: own, at: start)
        guard scanner.take(":") else {
            throw ThresholdSyntaxError(
                offset: scanner.offset,
                message: "the tag \(name) has no value",
                hint: "write \(name):\(allowedValues(of: name)?.first ?? (name == "call" ? "1" : "NAME"))"
            )
        }
        scanner.skipSpaces()
        let valueStart = scanner.offset
        let value = trimmed(scanner.take { !":,{}".contains($0) })
        try check(value, of: name, at: valueStart)
        return Tag(name: name, value: value)
    }

    /// Refuses a tag that no sample of the metric can carry.
    private static func check(
        _ name: String,
        fits metric: Metric,
        own: Set<String>,
        at offset: Int
    ) throws(ThresholdSyntaxError) {
        if name == "to", metric.sampling == .call {
            throw ThresholdSyntaxError(
                offset: offset,
                message: "\(metric.name) is one number a call and has no direction",
                hint: "leave out the tag to"
            )
        }
        let fitting =
            switch metric.sampling {
            case .window, .direction, .call:
                ["call", "clinician", "network", "patient", "site", "tier", "to"] + own.sorted()
            case .flow: ["flow", "tier"]
            case .link: ["link", "tier"]
            case .relay: ["relay", "tier"]
            case .clinic: ["clinic", "tier"]
            }
        guard fitting.contains(name) else {
            throw ThresholdSyntaxError(
                offset: offset,
                message: "\(metric.name) has no tag \(name)",
                hint: "its tags are \(fitting.joined(separator: ", "))"
            )
        }
    }

    private static func check(_ value: String, of name: String, at offset: Int) throws(ThresholdSyntaxError) {
        guard !value.isEmpty else {
            throw ThresholdSyntaxError(offset: offset, message: "the tag \(name) has no value")
        }
        if let allowed = allowedValues(of: name), !allowed.contains(value) {
            throw ThresholdSyntaxError(
                offset: offset,
                message: "'\(value)' is no value of \(name); there are \(allowed.joined(separator: ", "))",
                hint: Suggestion.nearest(to: value, among: allowed).map { "did you mean \($0)?" }
            )
        }
        if name == "call", !value.allSatisfy({ $0.isASCII && $0.isNumber }) || Int(value) ?? 0 < 1 {
            throw ThresholdSyntaxError(
                offset: offset,
                message: "'\(value)' is no call number",
                hint: "calls are numbered from 1"
            )
        }
    }

    private static func allowedValues(of name: String) -> [String]? {
        switch name {
        case "to": Party.allCases.map(\.name)
        case "tier": ["media", "packet", "live"]
        default: nil
        }
    }

    private static func trimmed(_ text: String) -> String {
        let bare = text.drop(while: \.isWhitespace)
        return String(bare.dropLast(bare.reversed().prefix(while: \.isWhitespace).count))
    }
}

extension ThresholdRule: CustomStringConvertible {
    /// The whole rule in canonical spelling: `audio.mos{to:clinician}: p(10) >= 3.4`.
    public var description: String { "\(key): \(expression.description(for: metric))" }
}
