import NetworkEmulation
import RTPWire
import Units
import VirtualTime

/// One link of a packet's way.
struct Hop: Hashable, Sendable {
    enum Place: Hashable, Sendable {
        /// A link that only this call uses, by its leg.
        case own(Leg)
        /// A link of the partition, by its number, in one of its directions.
        case shared(Int, isUp: Bool)
    }

    let place: Place

    var leg: Leg {
        switch place {
        case .own(let leg): leg
        case .shared(_, let isUp): isUp ? .sharedUp : .sharedDown
        }
    }
}

/// The way from one party to the other: its access and what lies behind it outwards, then the same inwards.
struct NetworkPath: Sendable {
    let hops: [Hop]

    init(plan: CallPlan, from sender: Party) {
        let outwards = plan[sender].via.map { Hop(place: .shared($0, isUp: true)) }
        let inwards = plan[sender.other].via.reversed().map { Hop(place: .shared($0, isUp: false)) }
        hops =
            [Hop(place: .own(sender == .clinician ? .clinicianUp : .patientUp))] + outwards + inwards
            + [Hop(place: .own(sender == .clinician ? .patientDown : .clinicianDown))]
    }

    /// The way of a flow, forwards or back.
    init(flow plan: FlowPlan, isForward: Bool) {
        let via = isForward ? plan.via : plan.via.reversed()
        let isUp = isForward == plan.isUpwards
        hops =
            [Hop(place: .own(isForward ? .clinicianUp : .patientUp))]
            + via.map { Hop(place: .shared($0, isUp: isUp)) }
            + [Hop(place: .own(isForward ? .patientDown : .clinicianDown))]
    }
}

extension Datagram {
    var isMedia: Bool {
        switch self {
        case .rtp, .rtcp: true
        case .control: false
        }
    }
}
