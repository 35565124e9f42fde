public import QualityModels
import Statistics
import Units
import VirtualTime

extension PairedComparison {
    /// Holds two runs of one seed against each other, call by call.
    ///
    /// A call's figure is the mean of its samples, since one run has no more to say of its percentiles; calls of a partition
    /// are flipped together.
    /// - Parameter remark: what must be known of runs that are not alike.
    public init(
        old: RunRecords,
        new: RunRecords,
        margins: [MarginRule],
        level: Double,
        seed: UInt64,
        remark: String? = nil
    ) {
        let pairs = CallPair.all(old, new)
        var random = RandomStream(seed: seed, owner: .max, cause: .signFlips)
        var drafts: [ComparisonDraft] = []
        for metric in MetricCatalogue.all where metric.sampling.isOfCalls && !metric.isDetail {
            for receiver in metric.sampling == .call ? [nil] : Party.allCases.map(Optional.some) {
                let samples = pairs.compactMap { $0.samples(of: metric, to: receiver) }
                guard samples.contains(where: { $0.pair.old != nil || $0.pair.new != nil }) else { continue }
                let tag = receiver.map { ThresholdRule.Tag(name: "to", value: $0.name) }
                let quantity = ComparedQuantity(ComparedQuantity.Subject(metric, tag), .average)
                drafts.append(
                    ComparisonDraft(
                        quantity,
                        margin: margins.margin(of: quantity),
                        pairs: samples.map(\.pair),
                        unmeasured: samples.reduce(0) { $0 + $1.lacking },
                        using: &random
                    )
                )
            }
        }
        self.init(
            unit: .calls,
            pairCount: pairs.count,
            identicalCount: pairs.count(where: \.isIdentical),
            level: level,
            drafts: drafts,
            remark: remark
        )
    }
}

/// The calls of one number.
private struct CallPair {
    let old: CallRecord?
    let new: CallRecord?

    static func all(_ old: RunRecords, _ new: RunRecords) -> [CallPair] {
        let newByNumber = Dictionary(uniqueKeysWithValues: new.calls.map { ($0.call, $0) })
        let oldNumbers = Set(old.calls.map(\.call))
        return old.calls.map { CallPair(old: $0, new: newByNumber[$0.call]) }
            + new.calls.filter { !oldNumbers.contains($0.call) }.map { CallPair(old: nil, new: $0) }
    }

    var isIdentical: Bool { old == new }

    /// Calls of a partition hang together; a call by itself counts by its number, apart from partitions.
    private var cluster: Int {
        let call = old ?? new
        return call?.partition.map { -1 - $0 } ?? call?.call ?? 0
    }

    /// The means of the call's samples, and how many samples only the new call lacks; `nil` where neither is due any.
    func samples(of metric: Metric, to receiver: Party?) -> (pair: ComparisonDraft.Pair, lacking: Int)? {
        func own(_ call: CallRecord?) -> CallSamples? {
            call?.samples(of: metric).first { $0.to == receiver }
        }
        let (before, now) = (own(old), own(new))
        let pair = ComparisonDraft.Pair(
            old: before.flatMap { Self.mean($0.values) },
            new: now.flatMap { Self.mean($0.values) },
            cluster: cluster
        )
        let isPaired = pair.old != nil && pair.new != nil
        let lacking = isPaired ? max((now?.unknown ?? 0) - (before?.unknown ?? 0), 0) : 0
        return (before?.values.isEmpty ?? true) && (now?.values.isEmpty ?? true) ? nil : (pair, lacking)
    }

    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : CompensatedSum(values).value / Double(values.count)
    }
}
