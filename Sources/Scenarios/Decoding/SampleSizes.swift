import QualityModels

/// Says when a scenario is too small to decide its own thresholds.
///
/// A percentile, or a share, is shown with 95 % confidence only by enough samples, even when every one of them is good:
/// q^n <= 0.05 for the upper bound of p(q), (1 - q)^n <= 0.05 for the lower one (order statistics; David and Nagaraja,
/// Order Statistics, 3rd edition, section 7.1), and s^n <= 0.05 for a share of at least s (Clopper and Pearson 1934).
struct SampleSizes {
    let scenario: Scenario

    /// The samples that a threshold needs to be met with 95 % confidence, or `nil` where no number is enough or known.
    static func needed(for expression: ThresholdExpression) -> Int? {
        let isAtLeast = expression.comparison == .atLeast || expression.comparison == .above
        let chance: Double
        switch expression.aggregate {
        case .percentile(let rank): chance = isAtLeast ? 1 - rank / 100 : rank / 100
        case .median: chance = 0.5
        case .share, .shareOf: chance = isAtLeast ? expression.limit : 1 - expression.limit
        case .average, .minimum, .maximum: return nil
        }
        // 1 - 0.95 is a rounding error above 0.05.
        let risk = 0.05 + 1e-12
        guard chance > 0 else { return 1 }
        guard chance < 1 else { return nil }
        var count = 1
        var power = chance
        // A limit such as p(99.9999) would count to millions; nobody asks for so many calls.
        while power > risk, count < 1_000_000 {
            power *= chance
            count += 1
        }
        return count
    }

    /// The independent samples that the scenario has for a threshold: calls, or calls times directions.
    ///
    /// The windows of one direction of one call are not independent and count once.
    func available(for rule: ThresholdRule) -> Int {
        var calls = scenario.consultations.count
        for tag in rule.tags {
            switch tag.name {
            case "call": calls = min(calls, Int(tag.value).map { $0 <= calls ? 1 : 0 } ?? 0)
            case "tier": calls = tag.value == scenario.tier.rawValue ? calls : 0
            case "network":
                let quotas = GroupQuotas.quotas(
                    shares: scenario.patients.map(\.share),
                    count: scenario.consultations.count
                )
                calls = min(
                    calls,
                    zip(scenario.patients, quotas).reduce(0) { sum, pair in
                        pair.0.network.name == tag.value ? sum + pair.1 : sum
                    }
                )
            default: break
            }
        }
        let isBothWays = rule.metric.sampling != .call && !rule.tags.contains { $0.name == "to" }
        return isBothWays ? calls * 2 : calls
    }

    /// What to say of one threshold; `nil` where the scenario is large enough.
    func complaint(about rule: ThresholdRule) -> Complaint? {
        let available = available(for: rule)
        guard available > 0 else {
            return Complaint("no call of this scenario carries these tags, so that the verdict is inconclusive")
        }
        if scenario.tier == .packet, ["video.psnr", "video.ssim"].contains(rule.metric.name) {
            return Complaint(
                "the packet tier has no pictures, so that the verdict is inconclusive",
                hint: "tier: media scores pictures"
            )
        }
        guard let needed = Self.needed(for: rule.expression), available < needed else { return nil }
        let calls = scenario.consultations.count
        let message =
            "\(available) independent samples cannot show '\(rule.expression.text)' with 95 % confidence; \(needed) can"
        let wanted = (calls * needed + available - 1) / available
        return Complaint(message, hint: "about \(wanted) consultations would do; until then the value alone decides")
    }
}
