public import QualityModels
public import Statistics

/// Whether groups of calls were served alike: the share of usable consultations of each, by one tag.
public struct EquitySummary: Hashable, Sendable {
    /// The tag that divides the calls, such as `network`.
    public let tag: String
    /// The fewest calls that make a group.
    public let callsMin: Int
    /// By value; those that are too small have neither share nor interval.
    public let groups: [Group]
    /// The largest share less the smallest; `nil` with fewer than two groups that are large enough.
    public let gap: Contrast?
    /// The smallest share over the largest.
    public let ratio: Contrast?
    /// Pairs of groups whose intervals do not overlap, the better first, in the order of the groups.
    ///
    /// Groups whose intervals overlap are in no order: another run may well turn them round.
    public let ranked: [Ranking]

    public struct Group: Hashable, Sendable {
        public let value: String
        public let calls: Int
        /// How many of the calls were not measured.
        public let unknown: Int
        public let share: Double?
        /// At 95 %.
        public let interval: ConfidenceInterval?
    }

    public struct Contrast: Hashable, Sendable {
        public let value: Double
        /// At 95 %, for all pairs of groups at once.
        public let interval: ConfidenceInterval?
    }

    public struct Ranking: Hashable, Sendable {
        public let better: String
        public let worse: String
    }

    /// The metric whose shares are compared.
    public static let metric = Metric.known("consultation.usable")

    /// Every division that is asked for, by the scenario or a threshold, or that has two groups large enough.
    ///
    /// Networks, sites, the scenario's own tags, and what thresholds compare.
    static func all(
        in records: RunRecords,
        rules: [ThresholdRule],
        settings: EquitySettings,
        identity: RunIdentity
    ) -> [EquitySummary] {
        let asked = Set(rules.compactMap(\.expression.contrast?.tag))
        let own = Set(records.calls.flatMap(\.tags).map(\.name))
        let names = ["network", "site"] + asked.union(own).subtracting(["network", "site"]).sorted()
        return names.compactMap { name in
            let groups = CallGroup.groups(by: name, of: metric, in: records, tier: identity.tier)
            let largeCount = groups.count { $0.calls >= settings.callsMin }
            let isAsked = asked.contains(name) || settings.isStated
            guard groups.count > 1, isAsked || largeCount > 1 else { return nil }
            return EquitySummary(by: name, groups, callsMin: settings.callsMin, seed: identity.seed)
        }
    }

    private init(by tag: String, _ all: [CallGroup], callsMin: Int, seed: UInt64) {
        self.tag = tag
        self.callsMin = callsMin
        groups = all.map { Group($0, isLarge: $0.calls >= callsMin, seed: seed) }
        let contrast = GroupContrast(.share, of: all.filter { $0.calls >= callsMin }, seed: seed)
        func made(_ kind: ThresholdExpression.Contrast.Kind) -> Contrast? {
            contrast?.value(kind).map {
                Contrast(
                    value: $0.roundedToSixDigits,
                    interval: contrast?.interval(kind, confidence: 0.95)?.roundedToSixDigits
                )
            }
        }
        (gap, ratio) = (made(.gap), made(.ratio))
        ranked = Self.rankings(groups)
    }

    private static func rankings(_ groups: [Group]) -> [Ranking] {
        groups.flatMap { one in
            groups.compactMap { other in
                guard let lower = one.interval?.lower, let upper = other.interval?.upper, lower > upper else {
                    return nil
                }
                return Ranking(better: one.value, worse: other.value)
            }
        }
    }
}

extension EquitySummary.Group {
    fileprivate init(_ group: CallGroup, isLarge: Bool, seed: UInt64) {
        value = group.value
        calls = group.calls
        unknown = group.selection.unknownCount
        let aggregate = ThresholdExpression.Aggregate.share
        share = isLarge ? aggregate.value(ofSorted: group.selection.sorted)?.roundedToSixDigits : nil
        interval =
            isLarge
            ? ThresholdInterval.ofGroup(aggregate, of: group.selection, confidence: 0.95, seed: seed)?
                .roundedToSixDigits
            : nil
    }
}
