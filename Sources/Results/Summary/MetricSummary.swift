public import QualityModels
public import Statistics
import Units

/// The samples of one metric over a run, all together and by tag.
public struct MetricSummary: Hashable, Sendable {
    public let metric: Metric
    public let all: Distribution
    /// By flow or link, receiver, network and site, in that order and then by name; only where there are samples.
    public let groups: [Group]
    /// How many samples should be there and were not measured.
    public let unknown: Int

    /// The samples that carry one tag.
    public struct Group: Hashable, Sendable {
        public let tag: ThresholdRule.Tag
        public let distribution: Distribution

        /// The tag as files write it, such as `to:clinician`.
        public var key: String { tag.name + ":" + tag.value }
    }

    /// Sums up a metric, or `nil` where no call measured it.
    public init?(of metric: Metric, in records: RunRecords) {
        var samples: [Double] = []
        var unknown = 0
        var byReceiver: [String: [Double]] = [:]
        var byNetwork: [String: [Double]] = [:]
        var bySite: [String: [Double]] = [:]
        var byName: [String: [Double]] = [:]
        for (name, value) in records.samples(ofNetworkMetric: metric) {
            // A metric that a kind of flow does not have is not unknown: it is absent from all its records.
            guard let value else { continue }
            samples.append(value)
            byName[name, default: []].append(value)
        }
        for call in records.calls {
            for part in call.samples(of: metric) {
                unknown += part.unknown
                guard !part.values.isEmpty else { continue }
                samples += part.values
                if let to = part.to { byReceiver[to.name, default: []] += part.values }
                byNetwork[call.network, default: []] += part.values
                if let site = call.site { bySite[site, default: []] += part.values }
            }
        }
        guard let all = Distribution(samples) else { return nil }
        self.metric = metric
        self.all = all
        self.unknown = unknown
        groups =
            Self.groups(metric.sampling.rawValue, byName) + Self.groups("to", byReceiver)
            + Self.groups("network", byNetwork) + Self.groups("site", bySite)
    }

    private static func groups(_ name: String, _ samples: [String: [Double]]) -> [Group] {
        // Sorted at once, so that the dictionary's own order never shows.
        samples.sorted { $0.key < $1.key }.compactMap { value, samples in
            Distribution(samples).map { Group(tag: ThresholdRule.Tag(name: name, value: value), distribution: $0) }
        }
    }
}
