import QualityModels
import VirtualTime

/// Says when a scenario is too small to decide its own thresholds.
struct SampleSizes {
    let scenario: Scenario

    /// The independent samples that the scenario has for a threshold: its calls.
    ///
    /// The windows and the two directions of one call are not independent and count once.
    func available(for rule: ThresholdRule, and other: ThresholdRule.Tag? = nil) -> Int {
        var calls = scenario.consultations.count
        for tag in rule.tags + [other].compactMap({ $0 }) {
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

    /// What to say of groups that are too small, or of which there are not two.
    private func complaint(about contrast: ThresholdExpression.Contrast, _ rule: ThresholdRule) -> Complaint? {
        let callsMin = scenario.equity.callsMin
        let groups = values(ofTag: contrast.tag).map { value in
            let tag = ThresholdRule.Tag(name: contrast.tag, value: value)
            return (value: value, calls: available(for: rule, and: tag))
        }.filter { $0.calls > 0 }
        guard groups.count > 1 else {
            return Complaint(
                "there are no two groups of calls by \(contrast.tag), so that the verdict is inconclusive",
                hint: "compare by a tag of which calls have several values"
            )
        }
        guard let smallest = groups.min(by: { $0.calls < $1.calls }), smallest.calls < callsMin else { return nil }
        let wanted = (scenario.consultations.count * callsMin + smallest.calls - 1) / smallest.calls
        return Complaint(
            "\(smallest.calls) calls have \(contrast.tag):\(smallest.value), and fewer than \(callsMin) are not compared, "
                + "so that it cannot pass",
            hint: "about \(wanted) consultations would do, or a lower equity.min_calls"
        )
    }

    /// The values of a tag that divides calls, each once.
    private func values(ofTag name: String) -> [String] {
        let (clinicians, patients) = (scenario.clinicians, scenario.patients)
        let all: [String]
        switch name {
        case "network": all = patients.map(\.network.name)
        case "patient": all = patients.map(\.name)
        case "clinician": all = clinicians.map(\.name)
        case "site": all = clinicians.compactMap { $0.via.first.map { scenario.links[$0].name } }
        default: all = (clinicians + patients).flatMap(\.tags).filter { $0.name == name }.map(\.value)
        }
        return Set(all).sorted()
    }

    /// What to say of one threshold; `nil` where the scenario is large enough.
    func complaint(about rule: ThresholdRule) -> Complaint? {
        guard rule.metric.sampling.isOfCalls else { return nil }
        if let contrast = rule.expression.contrast { return complaint(about: contrast, rule) }
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
