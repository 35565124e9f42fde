import QualityModels
import Units

/// The samples that a threshold is about, kept together by what they share.
struct SampleSelection {
    /// Samples that are not independent: those of one call, or of the calls of one partition.
    struct Cluster {
        var values: [Double] = []
        var unknown = 0
        var calls = 0
    }

    /// In the order of the lowest call of each.
    private(set) var clusters: [Cluster] = []

    init(clusters: [Cluster]) { self.clusters = clusters }

    /// Selects the samples of a metric that carry every tag.
    init(of metric: Metric, tags: [ThresholdRule.Tag], from records: RunRecords, tier: String) {
        guard metric.sampling != .clinic else {
            clusters = records.clinicClusters(of: metric, tags: tags, tier: tier)
            return
        }
        guard metric.sampling.isOfCalls else {
            clusters = records.samples(ofNetworkMetric: metric).filter { sample in
                tags.allSatisfy { $0.name == "tier" ? $0.value == tier : $0.value == sample.name }
            }.map { Cluster(values: $0.value.map { [$0] } ?? [], unknown: $0.value == nil ? 1 : 0, calls: 1) }
            return
        }
        var places: [Int: Int] = [:]
        for call in records.calls where tags.allSatisfy({ call.carries($0, tier: tier) }) {
            let samples = call.samples(of: metric).filter { samples in
                tags.allSatisfy { $0.name != "to" || $0.value == samples.to?.name }
            }
            let place: Int
            if let partition = call.partition, let known = places[partition] {
                place = known
            } else {
                place = clusters.count
                clusters.append(Cluster())
                if let partition = call.partition { places[partition] = place }
            }
            clusters[place].calls += 1
            for part in samples {
                clusters[place].values += part.values
                clusters[place].unknown += part.unknown
            }
        }
        clusters.removeAll { $0.values.isEmpty && $0.unknown == 0 }
    }

    var sampleCount: Int { clusters.reduce(0) { $0 + $1.values.count } }
    var unknownCount: Int { clusters.reduce(0) { $0 + $1.unknown } }

    /// Every known sample, in ascending order.
    var sorted: [Double] { clusters.flatMap(\.values).sorted() }

    /// The known samples of each cluster that has any.
    var knownClusters: [[Double]] { clusters.map(\.values).filter { !$0.isEmpty } }

    /// Whether each call gives at most one sample and shares nothing, so that the samples are independent.
    var isIndependent: Bool { clusters.allSatisfy { $0.calls == 1 && $0.values.count + $0.unknown <= 1 } }

    /// The selection with a value in place of every sample that is unknown.
    func filled(with value: Double) -> Self {
        Self(
            clusters: clusters.map { cluster in
                Cluster(
                    values: cluster.values + repeatElement(value, count: cluster.unknown),
                    calls: cluster.calls
                )
            }
        )
    }
}

extension CallRecord {
    /// Whether the call carries a tag; `to` is of the samples, and a tag that nothing has selects nothing.
    fileprivate func carries(_ tag: ThresholdRule.Tag, tier: String) -> Bool {
        switch tag.name {
        case "to": true
        case "call": String(call) == tag.value
        case "network": network == tag.value
        case "site": site == tag.value
        case "tier": tier == tag.value
        case "clinician": clinician == tag.value
        case "patient": patient == tag.value
        default: tags.contains(tag)
        }
    }
}

extension RunRecords {
    /// What each direction of each flow or shared link, or each server, gives to a metric; `nil` where it was not
    /// measured, and nothing from those that cannot have it.
    func samples(ofNetworkMetric metric: Metric) -> [(name: String, value: Double?)] {
        switch metric.sampling {
        case .flow:
            flows.filter { $0.canHave(metric) }.map { ($0.name, $0.metrics[metric]) }
        case .link: links.filter { $0.canHave(metric) }.map { ($0.name, $0.metrics[metric]) }
        case .relay: relays.filter { $0.canHave(metric) }.map { ($0.name, $0.metrics[metric]) }
        case .clinic: clinicSamples(of: metric).map { ($0.clinic, $0.value) }
        case .window, .direction, .call: []
        }
    }
}

extension FlowRecord {
    /// Whether the kind of flow has the metric at all: frames are media's, and reports not everybody's.
    fileprivate func canHave(_ metric: Metric) -> Bool {
        switch metric.name {
        case "flow.frame_delay_p95": kind == "media"
        case "flow.feedback_rate": kind != "udp"
        default: true
        }
    }
}

extension LinkRecord {
    /// Not a direction that was offered nothing, nor a share of a rate that nobody knows beforehand.
    fileprivate func canHave(_ metric: Metric) -> Bool {
        metrics[metric] != nil || (metric.name != "link.utilisation" && metrics["link.packet_drops"] != nil)
    }
}

extension RelayRecord {
    /// Not a server that was given nothing of the kind.
    fileprivate func canHave(_ metric: Metric) -> Bool {
        switch metric.name {
        case "relay.set_ups_refused": setUps > 0
        case "relay.packets_refused": packets > 0
        default: packets + setUps > 1
        }
    }
}
