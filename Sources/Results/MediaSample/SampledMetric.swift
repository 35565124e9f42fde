import QualityModels
import Statistics
import Units

/// The calls of a run by the strata of a sample, each with what it came to with codecs, if it was drawn.
struct SampleFrame {
    typealias Unit = (packet: CallRecord, codecs: CallRecord?)

    /// Calls that the run does not hold, as another shard's, are left out.
    let strata: [[Unit]]

    init(_ sample: MediaSample, _ calls: [CallRecord]) {
        let packet = Dictionary(calls.map { ($0.call, $0) }) { first, _ in first }
        let codecs = Dictionary(sample.calls.map { ($0.call, $0) }) { first, _ in first }
        strata = sample.strata.map { stratum in
            stratum.calls.compactMap { number in packet[number].map { ($0, codecs[number]) } }
        }
    }
}

/// One metric of all calls, or of what one party received in them, ready for an estimate: the unit is the call.
///
/// A call weighs as many samples as the packet tier has of it, so that the mean over the calls is the mean over all
/// samples, which `summary.json` calls `avg`.
struct SampledMetric {
    let strata: [PairedStratum]
    /// The packet tier's mean over all samples.
    let packetMean: Double
    /// How many calls of the sample were measured both ways.
    let pairCount: Int
    /// How many of the sample were measured one way only, which the estimate leaves out.
    let unknown: Int

    /// `nil` where no call was measured in the packet tier.
    init?(_ metric: Metric, to receiver: Party?, of frame: SampleFrame) {
        func values(_ call: CallRecord) -> [Double] {
            call.samples(of: metric).filter { receiver == nil || $0.to == receiver }.flatMap(\.values)
        }
        let packet = frame.strata.map { $0.map { values($0.packet) } }
        let all = packet.flatMap { $0.flatMap { $0 } }.sorted()
        guard !all.isEmpty else { return nil }
        packetMean = CompensatedSum(all).value / Double(all.count)
        let usual = Double(all.count) / Double(packet.reduce(0) { $0 + $1.count { !$0.isEmpty } })
        var (pairCount, unknown) = (0, 0)
        strata = zip(frame.strata, packet).compactMap { units, packet in
            let totals = packet.filter { !$0.isEmpty }.map { CompensatedSum($0).value / usual }
            var pairs: [PairedStratum.Pair] = []
            for (unit, own) in zip(units, packet) {
                guard let others = unit.codecs.map(values), !(own.isEmpty && others.isEmpty) else { continue }
                guard !own.isEmpty, !others.isEmpty else {
                    unknown += 1
                    continue
                }
                let mean = CompensatedSum(others).value / Double(others.count)
                pairs.append(
                    PairedStratum.Pair(
                        auxiliary: CompensatedSum(own).value / usual,
                        target: mean * Double(own.count) / usual
                    )
                )
            }
            pairCount += pairs.count
            guard !totals.isEmpty else { return nil }
            return PairedStratum(
                unitCount: totals.count,
                auxiliaryMean: CompensatedSum(totals).value / Double(totals.count),
                pairs: pairs
            )
        }
        (self.pairCount, self.unknown) = (pairCount, unknown)
    }
}
