/// How much worse one figure of a run may be than a baseline's and still count as the same.
public struct MarginRule: Hashable, Sendable {
    public let metric: Metric
    public let aggregate: Aggregate
    /// In the metric's unit; `nil` leaves the figure unjudged.
    public let margin: Double?

    /// How the samples of one run become the figure that is compared.
    public enum Aggregate: String, Hashable, Sendable, CaseIterable {
        case average = "avg"
        case p10 = "p(10)"
        case p90 = "p(90)"
    }

    public init(metric: Metric, aggregate: Aggregate, margin: Double?) {
        (self.metric, self.aggregate, self.margin) = (metric, aggregate, margin)
    }

    /// What is judged where nobody says: means with the catalogue's margins, and the lowest tenth of MOS at twice its
    /// margin, for the mean of a run hides the few calls that went badly.
    public static let standard: [MarginRule] = MetricCatalogue.all.flatMap { metric -> [MarginRule] in
        guard let margin = metric.margin else { return [] }
        let mean = MarginRule(metric: metric, aggregate: .average, margin: margin)
        guard metric.name == "audio.mos" else { return [mean] }
        return [mean, MarginRule(metric: metric, aggregate: .p10, margin: 2 * margin)]
    }

    /// The standard rules with others in the place of those for the same figure.
    public static func standard(replacedBy own: [MarginRule]) -> [MarginRule] {
        let rest = standard.filter { rule in !own.contains { $0.isOfSameFigure(as: rule) } }
        return (rest + own).filter { $0.margin != nil }
    }

    private func isOfSameFigure(as other: MarginRule) -> Bool {
        metric.name == other.metric.name && aggregate == other.aggregate
    }

    /// Reads `audio.mos=0.05`, `audio.mos p(10)=0.3`, `video.bitrate=50 kbit/s` or `video.psnr=none`.
    public init(parsing text: String) throws(ThresholdSyntaxError) {
        guard let equals = text.firstIndex(of: "=") else {
            throw ThresholdSyntaxError(
                offset: text.count,
                message: "it has no '='",
                hint: "write it as in audio.mos=0.05"
            )
        }
        var scanner = ThresholdScanner(String(text[..<equals]))
        scanner.skipSpaces()
        let name = scanner.word()
        guard let metric = MetricCatalogue.metric(named: name) else {
            throw ThresholdSyntaxError(
                offset: 0,
                message: "there is no metric '\(name)'",
                hint: Suggestion.nearest(to: name, among: MetricCatalogue.all.map(\.name)).map { "did you mean \($0)?" }
            )
        }
        let aggregateText = scanner.rest.filter { !$0.isWhitespace }
        guard let aggregate = aggregateText.isEmpty ? .average : Aggregate(rawValue: aggregateText) else {
            throw ThresholdSyntaxError(
                offset: name.count,
                message: "'\(aggregateText)' is no figure of a run",
                hint: "there are avg, p(10) and p(90)"
            )
        }
        let valueText = String(text[text.index(after: equals)...])
        let margin = valueText.filter { !$0.isWhitespace } == "none" ? nil : try Self.margin(valueText, metric)
        self.init(metric: metric, aggregate: aggregate, margin: margin)
    }

    private static func margin(_ text: String, _ metric: Metric) throws(ThresholdSyntaxError) -> Double {
        var scanner = ThresholdScanner(text)
        let value = try MetricQuantity(metric.unit).ofDifferences.value(from: &scanner)
        scanner.skipSpaces()
        guard scanner.isAtEnd else {
            throw ThresholdSyntaxError(offset: scanner.offset, message: "'\(scanner.rest)' follows a whole margin")
        }
        guard value > 0 else {
            throw ThresholdSyntaxError(
                offset: 0,
                message: "a margin of nothing could never be kept for certain",
                hint: "write the smallest change that matters, or none to leave it unjudged"
            )
        }
        return value
    }
}
