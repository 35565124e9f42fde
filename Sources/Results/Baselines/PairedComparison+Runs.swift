public import QualityModels
import VirtualTime

extension PairedComparison {
    /// Holds runs against those of a baseline with the same seeds.
    ///
    /// Both lists have one run a seed, in the same order.
    /// - Parameters:
    ///   - margins: what is judged, and by how much it may be worse.
    ///   - level: how often the verdict may be wrong.
    public init(old: [PanelRun], new: [PanelRun], margins: [MarginRule], level: Double) {
        precondition(old.map(\.seed) == new.map(\.seed), "runs of other seeds are no pairs")
        var random = RandomStream(seed: old.first?.seed ?? 0, owner: .max, cause: .signFlips)
        let drafts = Self.quantities(old + new, margins).map { quantity in
            let metric = quantity.subject.metric
            let lacking = zip(old, new).reduce(0) {
                $0 + max($1.1.unknownCount(of: metric) - $1.0.unknownCount(of: metric), 0)
            }
            return ComparisonDraft(
                quantity,
                margin: margins.margin(of: quantity),
                pairs: zip(old, new).enumerated().map { index, pair in
                    ComparisonDraft.Pair(old: pair.0[quantity], new: pair.1[quantity], cluster: index)
                },
                unmeasured: lacking,
                using: &random
            )
        }
        self.init(
            unit: .runs,
            pairCount: old.count,
            identicalCount: zip(old, new).count { $0.digest == $1.digest && $0.figures == $1.figures },
            level: level,
            drafts: drafts
        )
    }

    /// Every mean that either side measured, and what else is judged, in the order of the catalogue.
    private static func quantities(_ runs: [PanelRun], _ margins: [MarginRule]) -> [ComparedQuantity] {
        var known: Set<ComparedQuantity.Subject> = []
        var subjects: [ComparedQuantity.Subject] = []
        for run in runs {
            for figure in run.figures where known.insert(figure.subject).inserted { subjects.append(figure.subject) }
        }
        return MetricCatalogue.all.flatMap { metric -> [ComparedQuantity] in
            let own = subjects.filter { $0.metric.name == metric.name }
            return MarginRule.Aggregate.allCases.flatMap { aggregate in
                own.map { ComparedQuantity($0, aggregate) }.filter {
                    aggregate == .average || margins.margin(of: $0) != nil
                }
            }
        }
    }
}

extension [MarginRule] {
    func margin(of quantity: ComparedQuantity) -> Double? {
        first { $0.metric.name == quantity.subject.metric.name && $0.aggregate == quantity.aggregate }?.margin
    }
}
