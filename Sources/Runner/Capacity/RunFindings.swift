import ClinicModel
import Planning
import QualityModels
import Results
import Statistics
import Units

/// What one run says of its thresholds and of what its calls share.
struct RunFindings {
    let evaluations: [ThresholdEvaluation]
    let uses: [ResourceUse]

    init(_ rules: [ThresholdRule], _ records: RunRecords, tier: String, seed: UInt64) {
        evaluations = rules.map { ThresholdEvaluation(of: $0, in: records, tier: tier, seed: seed) }
        uses =
            records.links.map { link in
                ResourceUse(
                    name: "link \(link.name) \(link.isUp ? "up" : "down")",
                    utilisation: link.metrics["link.utilisation"] ?? 0,
                    refusedShare: link.metrics["link.packet_drops"] ?? 0
                )
            }
            + records.relays.map { relay in
                ResourceUse(
                    name: "relay \(relay.name)",
                    utilisation: relay.metrics["relay.utilisation"] ?? 0,
                    refusedShare: max(
                        relay.metrics["relay.packets_refused"] ?? 0,
                        relay.metrics["relay.set_ups_refused"] ?? 0
                    )
                )
            }
            + ResourceUse.clinicians(of: records)
    }

    /// Each resource at the mean of the runs; one that no call of a run came to was idle in it.
    static func meanUses(of runs: [RunFindings]) -> [ResourceUse] {
        var names: [String] = []
        for use in runs.flatMap(\.uses) where !names.contains(use.name) { names.append(use.name) }
        return names.map { name in
            let all = runs.compactMap { run in run.uses.first { $0.name == name } }
            return ResourceUse(
                name: name,
                utilisation: all.reduce(0) { $0 + $1.utilisation } / Double(runs.count),
                refusedShare: all.reduce(0) { $0 + $1.refusedShare } / Double(runs.count)
            )
        }
    }

    /// An unknown answer is no good answer.
    var hasPassed: Bool { evaluations.allSatisfy { $0.verdict == .pass } }
}

extension CapacityPoint {
    init(point: CapacitySearch.Point, runs: [RunFindings]) {
        self.point = point
        let ruleCount = runs.first?.evaluations.count ?? 0
        values = (0..<ruleCount).map { rule in
            Quantile.type7(sorted: runs.compactMap { $0.evaluations[rule].value }.sorted(), fraction: 0.5)
        }
        firstMiss = runs.first?.evaluations.first { $0.verdict != .pass }
        passCounts = (0..<ruleCount).map { rule in runs.count { $0.evaluations[rule].verdict == .pass } }
        uses = RunFindings.meanUses(of: runs)
    }
}

extension ResourceUse {
    /// The clinicians of each name: how much of the time from joining until done with everything they were with patients
    /// and notes, and what share of the patients who came left unseen.
    static func clinicians(of records: RunRecords) -> [ResourceUse] {
        var names: [String] = []
        for session in records.sessions where !names.contains(session.clinician) { names.append(session.clinician) }
        return names.map { name in
            let sessions = records.sessions.filter { $0.clinician == name }
            let open = sessions.reduce(0) { $0 + (max($1.finish, $1.end) - $1.began).seconds }
            let came = records.appointments.filter {
                $0.appointment.clinician == name && $0.appointment.arrival != nil
            }
            let left = came.count { $0.outcome == .abandonedWaiting }
            return ResourceUse(
                name: "clinicians \(name)",
                utilisation: open > 0 ? sessions.reduce(0) { $0 + $1.busy.seconds } / open : 0,
                refusedShare: came.isEmpty ? 0 : Double(left) / Double(came.count)
            )
        }
    }
}
