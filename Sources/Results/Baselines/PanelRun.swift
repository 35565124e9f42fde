public import QualityModels
import Statistics

/// What one run of a panel of seeds came to, as far as a baseline keeps it.
public struct PanelRun: Hashable, Sendable {
    public let seed: UInt64
    public let digest: UInt64
    public let callCount: Int
    /// In the order of the catalogue, then of the tags; what was not measured is absent.
    public let figures: [Figure]
    /// By metric, how many samples should be there and were not measured; metrics without any are absent.
    public let unknown: [UnknownCount]

    /// The figures of one subject, in the metric's unit.
    public struct Figure: Hashable, Sendable {
        public let subject: ComparedQuantity.Subject
        public let average: Double
        public let p10: Double
        public let p90: Double

        public subscript(aggregate: MarginRule.Aggregate) -> Double {
            switch aggregate {
            case .average: average
            case .p10: p10
            case .p90: p90
            }
        }

        init(subject: ComparedQuantity.Subject, average: Double, p10: Double, p90: Double) {
            self.subject = subject
            self.average = average.roundedToSixDigits
            self.p10 = p10.roundedToSixDigits
            self.p90 = p90.roundedToSixDigits
        }
    }

    public struct UnknownCount: Hashable, Sendable {
        public let metric: Metric
        public let count: Int
    }

    init(seed: UInt64, digest: UInt64, callCount: Int, figures: [Figure], unknown: [UnknownCount]) {
        self.seed = seed
        self.digest = digest
        self.callCount = callCount
        self.figures = figures
        self.unknown = unknown
    }

    /// Takes a run's figures from its records.
    ///
    /// - Parameter asked: metrics to keep besides those that a summary shows.
    public init(seed: UInt64, of records: RunRecords, asked: [Metric] = []) {
        let names = Set(asked.map(\.name))
        let summaries = MetricCatalogue.all.filter { !$0.isDetail || names.contains($0.name) }
            .compactMap { MetricSummary(of: $0, in: records) }
        self.init(
            seed: seed,
            digest: records.digest,
            callCount: records.calls.count,
            figures: summaries.flatMap(Self.figures),
            unknown: summaries.compactMap { summary in
                summary.unknown > 0 ? UnknownCount(metric: summary.metric, count: summary.unknown) : nil
            }
        )
    }

    /// By receiver, flow, link, server or clinic where the metric has one; else of all samples.
    private static func figures(_ summary: MetricSummary) -> [Figure] {
        let own = summary.groups.filter { ["to", summary.metric.sampling.rawValue].contains($0.tag.name) }
        guard summary.metric.sampling != .call, !own.isEmpty else {
            return [figure(ComparedQuantity.Subject(summary.metric), summary.all)]
        }
        return own.map { figure(ComparedQuantity.Subject(summary.metric, $0.tag), $0.distribution) }
    }

    private static func figure(_ subject: ComparedQuantity.Subject, _ distribution: Distribution) -> Figure {
        Figure(subject: subject, average: distribution.average, p10: distribution.p10, p90: distribution.p90)
    }

    /// The value of a quantity; `nil` where it was not measured.
    public subscript(quantity: ComparedQuantity) -> Double? {
        figures.first { $0.subject == quantity.subject }?[quantity.aggregate]
    }

    func unknownCount(of metric: Metric) -> Int { unknown.first { $0.metric.name == metric.name }?.count ?? 0 }
}
