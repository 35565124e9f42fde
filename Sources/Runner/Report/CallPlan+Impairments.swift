import CallSimulation
import NetworkEmulation
import Reports
import Units

extension CallPlan {
    /// What is planned to happen to the lines of both parties while the call is held.
    var impairments: [PlannedImpairment] {
        Party.allCases.flatMap { party in
            let network = self[party].network
            return [("up", network.up), ("down", network.down)].flatMap { way, link in
                link.schedule.outages.compactMap { outage in
                    impairment("outage of the \(party.name)'s \(way)link", outage.from, outage.end)
                }
                    + link.schedule.changes.compactMap { change in
                        impairment("the \(party.name)'s \(way)link changes", change.at, change.at)
                    }
            }
        }
    }

    /// `nil` for what happens before or after the call.
    private func impairment(_ name: String, _ from: Timestamp, _ end: Timestamp) -> PlannedImpairment? {
        guard from < self.end, end >= startsAt, end > .start else { return nil }
        return PlannedImpairment(name, max(from - startsAt, .zero).seconds...min(end - startsAt, length).seconds)
    }
}
