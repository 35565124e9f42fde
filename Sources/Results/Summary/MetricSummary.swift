public import QualityModels
public import Statistics
import Units

/// The samples of one metric over a run, all together and by tag.
public struct MetricSummary: Hashable, Sendable {
    public let metric: Metric
    public let all: Distribution
    /// By flow or link, receiver, network, site, group and the scenario's own tags, in that order and then by value.
    ///
    /// Cells of fewer than `callsMin` calls are left out, but for those by receiver, which all calls share.
    public let groups: [Group]
    /// How many samples should be there and were not measured.
    public let unknown: Int

    /// The fewest calls that make a cell; ours, so that a few calls are not read as a group.
    public static let callsMin = 5

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
        var byName: [String: [Double]] = [:]
        for (name, value) in records.samples(ofNetworkMetric: metric) {
            // A metric that a kind of flow does not have is not unknown: it is absent from all its records.
            guard let value else { continue }
            samples.append(value)
            byName[name, default: []].append(value)
        }
        var cells = Cells()
        for call in records.calls {
            for part in call.samples(of: metric) {
                unknown += part.unknown
                guard !part.values.isEmpty else { continue }
                samples += part.values
                cells.add(part, of: call)
            }
        }
        guard let all = Distribution(samples) else { return nil }
        self.metric = metric
        self.all = all
        self.unknown = unknown
        groups = Self.groups(metric.sampling.rawValue, byName) + cells.groups(callsMin: Self.callsMin)
    }

    fileprivate static func groups(_ name: String, _ samples: [String: [Double]]) -> [Group] {
        // Sorted at once, so that the dictionary's own order never shows.
        samples.sorted { $0.key < $1.key }.compactMap { value, samples in
            Distribution(samples).map { Group(tag: ThresholdRule.Tag(name: name, value: value), distribution: $0) }
        }
    }
}

/// The samples of calls by the tags that these carry.
private struct Cells {
    private struct Cell {
        var samples: [Double] = []
        var calls: Set<Int> = []
    }

    private var cells: [String: [String: Cell]] = [:]

    mutating func add(_ part: CallSamples, of call: CallRecord) {
        if let to = part.to { add(part, call, "to", to.name) }
        add(part, call, "network", call.network)
        if let site = call.site { add(part, call, "site", site) }
        add(part, call, "clinician", call.clinician)
        add(part, call, "patient", call.patient)
        for tag in call.tags { add(part, call, tag.name, tag.value) }
    }

    private mutating func add(_ part: CallSamples, _ call: CallRecord, _ name: String, _ value: String) {
        cells[name, default: [:]][value, default: Cell()].samples += part.values
        cells[name, default: [:]][value, default: Cell()].calls.insert(call.call)
    }

    func groups(callsMin: Int) -> [MetricSummary.Group] {
        let first = ["to", "network", "site", "clinician", "patient"]
        let names = first + cells.keys.filter { !first.contains($0) }.sorted()
        return names.flatMap { name in
            let large = (cells[name] ?? [:]).filter { name == "to" || $0.value.calls.count >= callsMin }
            return MetricSummary.groups(name, large.mapValues(\.samples))
        }
    }
}
