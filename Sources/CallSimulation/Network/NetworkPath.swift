import NetworkEmulation
import RTPWire
import Units
import VirtualTime

/// One direction of a call: the sender's up link, then the receiver's down link.
struct NetworkPath {
    private var links: [Link]
    private let legs: [Leg]

    init(plan: CallPlan, from sender: Party) {
        let owner = UInt32(truncatingIfNeeded: plan.number)
        legs = [Self.up(sender), Self.down(sender.other)]
        let sides = [plan[sender].network.up, plan[sender.other].network.down]
        links = zip(sides, legs).map { side, leg in
            Link(configuration: side.configuration, schedule: side.schedule, seed: plan.seed, owner: owner, leg: leg)
        }
    }

    static let hopCount = 2

    func leg(ofHop hop: Int) -> Leg { legs[hop] }

    mutating func send(_ packet: InFlight.Packet, overHop hop: Int, at now: Timestamp) -> Fate {
        links[hop].send(packet.size, isMedia: packet.datagram.isMedia, at: now)
    }

    private static func up(_ party: Party) -> Leg { party == .clinician ? .clinicianUp : .patientUp }
    private static func down(_ party: Party) -> Leg { party == .clinician ? .clinicianDown : .patientDown }
}

extension Datagram {
    fileprivate var isMedia: Bool {
        switch self {
        case .rtp, .rtcp: true
        case .control: false
        }
    }
}
