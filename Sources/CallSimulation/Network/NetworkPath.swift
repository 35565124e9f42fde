import NetworkEmulation
import RTPWire
import Units
import VirtualTime

/// One stage of a packet's way.
struct Hop: Hashable, Sendable {
    enum Place: Hashable, Sendable {
        /// A link that only this call uses, by its leg.
        case own(Leg)
        /// A link of the partition, by its number, in one of its directions.
        case shared(Int, isUp: Bool)
        /// A party's TCP connection to its relay, which carries the datagram over the links between.
        case tunnel(Party, isOutwards: Bool)
        /// A relay: its server, if it may be busy, at which costs, if not its usual ones, and what it adds to the way.
        case relay(station: Int?, costs: ServerCosts?, delay: TimeDelta)
    }

    let place: Place
    /// What is put before each datagram here.
    var overhead = DataSize.zero

    var leg: Leg {
        switch place {
        case .own(let leg): leg
        case .shared(_, let isUp): isUp ? .sharedUp : .sharedDown
        case .tunnel(let party, let isOutwards):
            switch (party, isOutwards) {
            case (.clinician, true): .clinicianUp
            case (.clinician, false): .clinicianDown
            case (.patient, true): .patientUp
            case (.patient, false): .patientDown
            }
        case .relay: .relay
        }
    }
}

/// A way through the network, hop by hop.
struct NetworkPath: Sendable {
    let hops: [Hop]

    init(hops: [Hop]) {
        precondition(hops.count <= 256, "a way has at most 256 hops")
        self.hops = hops
    }

    /// The ways of a call by `InFlight.Packet.path`: of each party's datagrams to the other, or, where a unit forwards
    /// them, to the unit, then those of the unit's to the other party.
    static func ways(of plan: CallPlan) -> [NetworkPath] {
        guard let forwarding = plan.forwarding else { return Party.allCases.map { NetworkPath(plan: plan, from: $0) } }
        // The detour's delay counts once from party to party, on the half upwards.
        let up = Hop(place: .relay(station: forwarding.station, costs: nil, delay: forwarding.delay))
        let down = Hop(place: .relay(station: forwarding.station, costs: nil, delay: .zero))
        return Party.allCases.map { NetworkPath(hops: plan[$0].toRelay($0) + plan[$0].relayHop + [up]) }
            + Party.allCases.map {
                NetworkPath(hops: [down] + plan[$0.other].relayHop + plan[$0.other].fromRelay($0.other))
            }
    }

    /// The way of one party's datagrams to the other: outwards, over the relays that either needs, then inwards.
    init(plan: CallPlan, from sender: Party) {
        let (own, other) = (plan[sender], plan[sender.other])
        self.init(
            hops: own.toRelay(sender) + own.relayHop + other.relayHop + other.fromRelay(sender.other)
        )
    }

    /// The way of a flow, forwards or back.
    init(flow plan: FlowPlan, isForward: Bool) {
        let via = isForward ? plan.via : plan.via.reversed()
        let isUp = isForward == plan.isUpwards
        self.init(
            hops: [Hop(place: .own(isForward ? .clinicianUp : .patientUp))]
                + via.map { Hop(place: .shared($0, isUp: isUp)) }
                + [Hop(place: .own(isForward ? .patientDown : .clinicianDown))]
        )
    }
}

extension PartyPlan {
    var carriesByTunnel: Bool { relay.map { $0.transport != .udp } ?? false }

    private var overhead: DataSize {
        relay?.transport == .udp ? RouteOverhead(of: .turnUDP).beyondUDP(ofPayload: .zero) : .zero
    }

    fileprivate var relayHop: [Hop] {
        relay.map { [Hop(place: .relay(station: $0.station, costs: $0.costs, delay: $0.delay))] } ?? []
    }

    fileprivate func toRelay(_ party: Party) -> [Hop] {
        carriesByTunnel ? [Hop(place: .tunnel(party, isOutwards: true))] : outwards(party)
    }

    fileprivate func fromRelay(_ party: Party) -> [Hop] {
        carriesByTunnel ? [Hop(place: .tunnel(party, isOutwards: false))] : inwards(party)
    }

    /// The links from the party to the internet or its relay.
    func outwards(_ party: Party) -> [Hop] {
        [Hop(place: .own(party == .clinician ? .clinicianUp : .patientUp), overhead: overhead)]
            + via.map { Hop(place: .shared($0, isUp: true), overhead: overhead) }
    }

    /// The same back.
    func inwards(_ party: Party) -> [Hop] {
        via.reversed().map { Hop(place: .shared($0, isUp: false), overhead: overhead) }
            + [Hop(place: .own(party == .clinician ? .clinicianDown : .patientDown), overhead: overhead)]
    }
}
