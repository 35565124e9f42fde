import QualityModels
import VirtualTime

/// Says when a scenario is too small to decide its own thresholds.
struct SampleSizes {
    let scenario: Scenario

    /// The independent samples that the scenario has for a threshold: its calls.
    ///
    /// The windows and the two directions of one call are not independent and count once.
    func available(for rule: ThresholdRule) -> Int {
        var calls = scenario.consultations.count
        for tag in rule.tags {
            switch tag.name {
            case "call": calls = min(calls, Int(tag.value).map { $0 <= calls ? 1 : 0 } ?? 0)
            case "tier": calls = tag.value == scenario.tier.rawValue ? calls : 0
            case "to": break
            case "network": calls = min(calls, count(of: scenario.patients) { $0.network.name == tag.value })
            case "patient": calls = min(calls, count(of: scenario.patients) { $0.name == tag.value })
            case "clinician": calls = min(calls, count(of: scenario.clinicians) { $0.name == tag.value })
            case "site" where scenario.consultations.calls?.contains { $0.site == tag.value } == true:
                calls = min(calls, scenario.consultations.calls?.count { $0.site == tag.value } ?? 0)
            case "site":
                let links = scenario.links
                calls = min(
                    calls,
                    count(of: scenario.clinicians) { $0.via.first.map { links[$0].name } == tag.value }
                )
            default:
                let isOfClinicians = scenario.clinicians.contains { $0.tags.contains { $0.name == tag.name } }
                calls = min(
                    calls,
                    count(of: isOfClinicians ? scenario.clinicians : scenario.patients) { $0.tags.contains(tag) }
                )
            }
        }
        return calls
    }

    /// The calls of the groups of one side that are meant.
    private func count(of groups: [ParticipantGroup], where isMeant: (ParticipantGroup) -> Bool) -> Int {
        if let calls = scenario.consultations.calls, groups == scenario.clinicians {
            let names = groups.filter(isMeant).map(\.name)
            return calls.count { names.contains($0.clinician) }
        }
        let quotas = Quotas.largestRemainder(shares: groups.map(\.share), count: scenario.consultations.count)
        return zip(groups, quotas).reduce(0) { isMeant($1.0) ? $0 + $1.1 : $0 }
    }

    /// What to say of one threshold; `nil` where the scenario is large enough.
    func complaint(about rule: ThresholdRule) -> Complaint? {
        guard rule.metric.sampling.isOfCalls else { return nil }
        let available = available(for: rule)
        guard available > 0 else {
            return Complaint("no call of this scenario carries these tags, so that the verdict is inconclusive")
        }
        let length = scenario.consultations.length
        if rule.metric.sampling == .window, AudioWindows.sampleCount(in: length) == 0 {
            let shortest = TimeText.text(of: AudioWindows.shortestWindow)
            return Complaint(
                "calls of \(TimeText.text(of: length)) are too short for a sample, so that the verdict is inconclusive",
                hint: scenario.clinic == nil
                    ? "make consultations.length \(shortest) or more" : "make clinic.simulate \(shortest) or more"
            )
        }
        guard let needed = rule.expression.samplesToPass() else {
            guard rule.decision == .interval else { return nil }
            return Complaint(
                "no number of calls can show '\(rule.expression.text)' with 95 % confidence, so that it cannot pass",
                hint: "leave out decide: interval, so that the value decides"
            )
        }
        guard available < needed else { return nil }
        let calls = scenario.consultations.count
        let message =
            "\(available) independent calls cannot show '\(rule.expression.text)' with 95 % confidence; \(needed) can"
        let wanted = (calls * needed + available - 1) / available
        let until =
            rule.decision == .interval
            ? "with fewer it cannot pass" : "with fewer the value decides without that confidence"
        let more = scenario.clinic == nil ? "" : ", by more clinic.rehearsed_days,"
        return Complaint(message, hint: "about \(wanted) consultations\(more) would do; \(until)")
    }
}
