extension ThresholdExpression.Contrast {
    /// Reads `gap(network` or `ratio(network`, or `nil` without moving where another aggregate stands.
    ///
    /// - Parameter own: the names of the scenario's own tags.
    init?(
        from scanner: inout ThresholdScanner,
        for metric: Metric,
        own: Set<String>
    ) throws(ThresholdSyntaxError) {
        var ahead = scanner
        ahead.skipSpaces()
        let start = ahead.offset
        guard let kind = Kind(rawValue: ahead.word()) else {
            return nil
        }
        scanner = ahead
        guard metric.sampling.isOfCalls else {
            throw ThresholdSyntaxError(
                offset: start,
                message: "\(kind.rawValue) compares groups of calls, and \(metric.name) is of none"
            )
        }
        scanner.skipSpaces()
        guard scanner.take("(") else {
            throw ThresholdSyntaxError(
                offset: scanner.offset,
                message: "\(kind.rawValue) has no tag",
                hint: "write \(kind.rawValue)(network)"
            )
        }
        scanner.skipSpaces()
        let place = scanner.offset
        let tag = scanner.take { !",() ".contains($0) }
        let known = Self.tagNames + own.sorted()
        guard known.contains(tag) else {
            throw ThresholdSyntaxError(
                offset: place,
                message: tag.isEmpty
                    ? "\(kind.rawValue) has no tag"
                    : "'\(tag)' is no tag that divides calls; there are "
                        + known.joined(separator: ", "),
                hint: Suggestion.nearest(to: tag, among: known).map { "did you mean \($0)?" }
            )
        }
        self.init(kind, by: tag)
    }

    /// Reads what follows the tag: the groups' aggregate, which a metric of zeros and ones need not name, and `)`.
    func aggregate(
        from scanner: inout ThresholdScanner,
        for metric: Metric
    ) throws(ThresholdSyntaxError) -> ThresholdExpression.Aggregate {
        scanner.skipSpaces()
        let start = scanner.offset
        guard scanner.take(",") else {
            guard metric.isIndicator else {
                throw ThresholdSyntaxError(
                    offset: start,
                    message: "\(metric.name) is not of zeros and ones, so that \(kind.rawValue) needs an aggregate",
                    hint: "write \(kind.rawValue)(\(tag), p(\(metric.direction == .higherIsBetter ? "10" : "95")))"
                )
            }
            try scanner.close()
            return .share
        }
        scanner.skipSpaces()
        let place = scanner.offset
        let aggregate = try ThresholdExpression.Aggregate(from: &scanner, for: metric)
        if aggregate == .minimum || aggregate == .maximum {
            throw ThresholdSyntaxError(
                offset: place,
                message: "the lowest and the highest of groups of different size cannot be compared",
                hint: "write a percentile, as in \(kind.rawValue)(\(tag), p(10))"
            )
        }
        try scanner.close()
        return aggregate
    }

    /// How the limit is written.
    func quantity(of aggregate: ThresholdExpression.Aggregate, for metric: Metric) -> MetricQuantity {
        kind == .ratio || aggregate.isShare ? MetricQuantity(.ratio) : MetricQuantity(metric.unit).ofDifferences
    }

    /// The contrast in canonical spelling.
    func text(of aggregate: ThresholdExpression.Aggregate, _ quantity: MetricQuantity) -> String {
        aggregate == .share ? "\(kind.rawValue)(\(tag))" : "\(kind.rawValue)(\(tag), \(aggregate.text(quantity)))"
    }
}
