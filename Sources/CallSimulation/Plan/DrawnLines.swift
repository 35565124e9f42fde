import NetworkEmulation
import Scenarios
import Units
import VirtualTime

/// The lines that the participants of one call have.
struct DrawnLines {
    let seed: UInt64
    /// The call's number.
    let owner: UInt32
    let start: Timestamp
    let end: Timestamp

    /// The access of a member of a group: a line of their own where the group draws from a profile, else the network as
    /// it is written.
    ///
    /// `leg` is the party's way up; `lineOwner` is somebody who has the same line in all their calls.
    func access(of group: ParticipantGroup, leg: Leg, lineOwner: UInt32? = nil) -> AccessPlan {
        guard let profile = group.profile else { return AccessPlan(group.network) }
        var place = RandomStream(seed: seed, owner: lineOwner ?? owner, cause: .accessLine, leg: leg)
        let line = profile.drawLine(using: &place)
        let events = line.schedule(
            from: start,
            to: end,
            mobility: group.mobility,
            using: RandomStream(seed: seed, owner: owner, cause: .accessEvents, leg: leg)
        )
        return AccessPlan(
            name: group.network.name,
            up: LinkPlan(configuration: line.up, schedule: events.up.adding(outagesOf: group.network.upSchedule)),
            down: LinkPlan(
                configuration: line.down,
                schedule: events.down.adding(outagesOf: group.network.downSchedule)
            )
        )
    }
}

extension LinkSchedule {
    /// The same with the outages of another, which changes nothing else where lines are drawn.
    fileprivate func adding(outagesOf other: LinkSchedule) -> LinkSchedule {
        LinkSchedule(changes: changes, outages: outages + other.outages)
    }
}
