import QualityModels
import Statistics

/// The samples of the calls that carry one value of a tag.
struct CallGroup {
    let value: String
    /// How many calls carry it, measured or not.
    let calls: Int
    let selection: SampleSelection

    /// The groups of calls by a tag, in the order of its values.
    ///
    /// - Parameter tags: what every call must carry besides.
    static func groups(
        by tag: String,
        of metric: Metric,
        tags: [ThresholdRule.Tag] = [],
        in records: RunRecords,
        tier: String
    ) -> [CallGroup] {
        // Sorted, so that the set's own order never shows.
        Set(records.calls.compactMap { $0.value(ofTag: tag) }).sorted().compactMap { value in
            let own = ThresholdRule.Tag(name: tag, value: value)
            let selection = SampleSelection(of: metric, tags: tags + [own], from: records, tier: tier)
            let calls = selection.clusters.reduce(0) { $0 + $1.calls }
            return calls > 0 ? CallGroup(value: value, calls: calls, selection: selection) : nil
        }
    }

    /// The group with a value in place of every sample that is unknown.
    func filled(with value: Double) -> CallGroup {
        CallGroup(value: self.value, calls: calls, selection: selection.filled(with: value))
    }
}

extension CallRecord {
    /// The value of a tag that divides calls, `nil` where the call does not carry it.
    func value(ofTag name: String) -> String? {
        switch name {
        case "network": network
        case "site": site
        case "clinician": clinician
        case "patient": patient
        default: tags.first { $0.name == name }?.value
        }
    }
}
