extension ThresholdExpression {
    /// Reads a limit such as `p(95) <= 5 %` for one metric.
    ///
    /// The grammar is k6's, `<aggregate> <op> <number>`: aggregates `avg min max med p(N) share share(<op> <number>)`,
    /// ops `>= <= > <`. Ratios and shares take percent or a bare fraction; times take `ms` or `s` and rates `bit/s`,
    /// `kbit/s` or `Mbit/s`, never a bare number; scores, levels and frame rates may be bare. `gap(<tag>)` and
    /// `ratio(<tag>)`, with an aggregate behind the tag for metrics that are not of zeros and ones, compare the groups of
    /// calls by a tag, of the scenario's `own` or of every scenario's.
    public init(parsing text: String, for metric: Metric, own: Set<String> = []) throws(ThresholdSyntaxError) {
        var scanner = ThresholdScanner(text)
        let contrast = try Contrast(from: &scanner, for: metric, own: own)
        let aggregate: Aggregate
        if let contrast {
            aggregate = try contrast.aggregate(from: &scanner, for: metric)
        } else {
            aggregate = try Aggregate(from: &scanner, for: metric)
        }
        let comparison = try scanner.comparison()
        let limit = try Self.quantity(aggregate, contrast, metric).value(from: &scanner)
        scanner.skipSpaces()
        guard scanner.isAtEnd else {
            throw ThresholdSyntaxError(
                offset: scanner.offset,
                message: "'\(scanner.rest)' follows a whole threshold",
                hint: "write one threshold a line"
            )
        }
        let bare = text.drop(while: \.isWhitespace)
        let trailing = bare.reversed().prefix(while: \.isWhitespace).count
        self.init(
            text: String(bare.dropLast(trailing)),
            aggregate: aggregate,
            contrast: contrast,
            comparison: comparison,
            limit: limit
        )
    }

    /// The threshold in canonical spelling, which reads back as the same threshold: `p(95) <= 5 %`.
    public func description(for metric: Metric) -> String {
        let quantity = MetricQuantity(metric.unit)
        let limitText = Self.quantity(aggregate, contrast, metric).text(of: limit)
        let aggregateText = contrast?.text(of: aggregate, quantity) ?? aggregate.text(quantity)
        return "\(aggregateText) \(comparison.rawValue) \(limitText)"
    }

    /// How the limit is written.
    private static func quantity(_ aggregate: Aggregate, _ contrast: Contrast?, _ metric: Metric) -> MetricQuantity {
        contrast?.quantity(of: aggregate, for: metric) ?? MetricQuantity(aggregate.isShare ? .ratio : metric.unit)
    }
}

extension ThresholdExpression.Aggregate {
    fileprivate static let names = ["avg", "min", "max", "med", "p(N)", "share", "gap(TAG)", "ratio(TAG)"]

    var isShare: Bool {
        switch self {
        case .share, .shareOf: true
        case .average, .minimum, .maximum, .median, .percentile: false
        }
    }

    init(from scanner: inout ThresholdScanner, for metric: Metric) throws(ThresholdSyntaxError) {
        scanner.skipSpaces()
        let start = scanner.offset
        let name = scanner.word()
        switch name {
        case "avg": self = .average
        case "min": self = .minimum
        case "max": self = .maximum
        case "med": self = .median
        case "p": self = try Self.percentile(from: &scanner)
        case "share": self = try Self.share(from: &scanner, for: metric, at: start)
        default:
            let found = name.isEmpty ? (scanner.isAtEnd ? "nothing" : "'\(scanner.rest)'") : "'\(name)'"
            throw ThresholdSyntaxError(
                offset: start,
                message: "\(found) is no aggregate; there are \(Self.names.joined(separator: ", "))",
                hint: Self.meant(by: name).map { "did you mean \($0)?" }
            )
        }
    }

    private static func meant(by name: String) -> String? {
        if name.first == "p", let percentile = Double(name.dropFirst()) {
            return "p(\(MetricQuantity.plain(percentile)))"
        }
        let alias = [
            "average": "avg", "mean": "avg", "median": "med", "minimum": "min", "maximum": "max", "rate": "share",
            "percentile": "p(N)",
        ]
        return alias[name.lowercased()] ?? Suggestion.nearest(to: name, among: names)
    }

    private static func percentile(from scanner: inout ThresholdScanner) throws(ThresholdSyntaxError) -> Self {
        scanner.skipSpaces()
        guard scanner.take("(") else {
            throw ThresholdSyntaxError(
                offset: scanner.offset,
                message: "p has no percentile",
                hint: "write p(95) for the 95th"
            )
        }
        scanner.skipSpaces()
        let start = scanner.offset
        let number = try scanner.number()
        guard (0...100).contains(number.value) else {
            throw ThresholdSyntaxError(offset: start, message: "\(number.text) is no percentile from 0 to 100")
        }
        try scanner.close()
        return .percentile(number.value == 0 ? 0 : number.value)
    }

    private static func share(
        from scanner: inout ThresholdScanner,
        for metric: Metric,
        at start: Int
    ) throws(ThresholdSyntaxError) -> Self {
        scanner.skipSpaces()
        let quantity = MetricQuantity(metric.unit)
        guard scanner.take("(") else {
            guard metric.isIndicator else {
                let comparison = metric.direction == .higherIsBetter ? ">=" : "<="
                throw ThresholdSyntaxError(
                    offset: start,
                    message: "share alone is for metrics of zeros and ones, which \(metric.name) is not",
                    hint: "write share(\(comparison) \(quantity.example)) for the share of samples that keep a limit"
                )
            }
            return .share
        }
        let comparison = try scanner.comparison()
        let limit = try quantity.value(from: &scanner)
        try scanner.close()
        return .shareOf(comparison, limit)
    }

    func text(_ quantity: MetricQuantity) -> String {
        switch self {
        case .average: "avg"
        case .minimum: "min"
        case .maximum: "max"
        case .median: "med"
        case .percentile(let rank): "p(\(MetricQuantity.plain(rank)))"
        case .share: "share"
        case .shareOf(let comparison, let limit): "share(\(comparison.rawValue) \(quantity.text(of: limit)))"
        }
    }
}
