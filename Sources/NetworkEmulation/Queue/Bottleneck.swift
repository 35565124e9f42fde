import Units
import VirtualTime

/// Where packets wait for a link's rate: perhaps a policer, then perhaps a shaper, then one queue.
struct Bottleneck: Sendable {
    /// When a packet is in service, from its first bit to its last.
    struct Service: Sendable {
        let start: Timestamp
        let end: Timestamp
        /// Whether the medium gave it up.
        var isLost = false
    }

    /// What becomes of a packet at its offer.
    enum Admission: Sendable {
        case served(Service)
        /// It goes no further.
        case ended(Fate)
        /// It waits; a `Departure` tells more.
        case held
    }

    /// A packet that was held, and how it left.
    struct Departure: Sendable {
        let packet: LinkPacket
        let offeredAt: Timestamp
        /// `nil` where the queue dropped it.
        let service: Service?
    }

    // Arrays hold one or none: what few links have takes no room in the others.
    private var policer: [TokenBucket]
    private var shaper: [ShaperQueue]
    private var proportional: [PIEDropper] = []
    private var managed: [ManagedQueue] = []
    private var queue: BottleneckQueue

    init(timeline: LinkTimeline, seed: UInt64, owner: UInt32, leg: Leg) {
        let configuration = timeline.segments[0].configuration
        let transmitter = Transmitter(timeline: timeline, seed: seed, owner: owner, leg: leg)
        policer = configuration.policer.map { [TokenBucket($0)] } ?? []
        shaper = configuration.shaper.map { [ShaperQueue($0)] } ?? []
        queue = BottleneckQueue(transmitter: transmitter, countsPackets: timeline.hasPacketLimit)
        switch configuration.management {
        case nil: break
        case .pie(let pie):
            let random = RandomStream(seed: seed, owner: owner, cause: .earlyDrop, leg: leg)
            proportional = [PIEDropper(pie, random: random)]
        case .codel(let codel):
            managed = [ManagedQueue(.one(CoDelQueue(codel)), transmitter: transmitter)]
        case .fairCoDel(let fair):
            var random = RandomStream(seed: seed, owner: owner, cause: .flowHash, leg: leg)
            managed = [ManagedQueue(.fair(FairQueue(fair, perturbation: random.next())), transmitter: transmitter)]
        }
    }

    mutating func offer(_ packet: LinkPacket, limit: QueueLimit?, at now: Timestamp) -> Admission {
        if !policer.isEmpty, !policer[0].takes(packet.size, at: now) { return .ended(.policed) }
        var arrival = now
        if !shaper.isEmpty {
            guard let departure = shaper[0].departure(of: packet.size, at: now) else { return .ended(.queueDropped) }
            arrival = departure
        }
        if !managed.isEmpty { return managed[0].offer(packet, limit: limit, at: arrival) }
        if !proportional.isEmpty, proportional[0].drops(packet.size, before: &queue, at: arrival) {
            return .ended(.queueDropped)
        }
        guard let service = queue.enqueue(packet.size, limit: limit, at: arrival) else { return .ended(.queueDropped) }
        return .served(service)
    }

    /// When a held packet may leave next.
    var nextTimeout: Timestamp? { managed.isEmpty ? nil : managed[0].nextTimeout }

    /// Lets time pass, the instant itself included or not; held packets that left are appended in their order.
    mutating func advance(to now: Timestamp, including: Bool, into departures: inout [Departure]) {
        guard !managed.isEmpty else { return }
        managed[0].advance(to: now, including: including, into: &departures)
    }
}
