import NetworkEmulation
import Units
import VirtualTime

/// The links that one call or flow has for itself, and when those that hold packets want to be asked again.
struct AccessLinks {
    private var links: [Link]
    private var timers: [Timestamp?]

    /// The links of two ends; a flow's `from` stands where the clinician does in a call.
    init(_ first: AccessPlan, _ second: AccessPlan, seed: UInt64, owner: UInt32) {
        let sides = [first.up, first.down, second.up, second.down]
        let legs: [Leg] = [.clinicianUp, .clinicianDown, .patientUp, .patientDown]
        links = zip(sides, legs).map { side, leg in
            Link(configuration: side.configuration, schedule: side.schedule, seed: seed, owner: owner, leg: leg)
        }
        timers = Array(repeating: nil, count: links.count)
    }

    mutating func offer(_ packet: LinkPacket, to leg: Leg, at now: Timestamp, into passages: inout [Passage]) {
        links[Int(leg.rawValue)].offer(packet, at: now, into: &passages)
    }

    mutating func advance(_ leg: Leg, to now: Timestamp, into passages: inout [Passage]) {
        if let timer = timers[Int(leg.rawValue)], timer <= now { timers[Int(leg.rawValue)] = nil }
        links[Int(leg.rawValue)].advance(to: now, into: &passages)
    }

    /// When a link has to be asked again, where no earlier time was told already.
    mutating func newTimer(of leg: Leg) -> Timestamp? {
        let index = Int(leg.rawValue)
        guard let timeout = links[index].nextTimeout else { return nil }
        if let timer = timers[index], timer <= timeout { return nil }
        timers[index] = timeout
        return timeout
    }
}
