import NetworkEmulation
import Units
import VirtualTime

/// Takes the packets of one flow over its links, its own and those it shares.
struct PacketCarrier<Payload> {
    struct Packet {
        let payload: Payload
        let size: DataSize
        let isMedia: Bool
        let isForward: Bool
        let number: UInt64
        let sentAt: Timestamp
        /// Whether a link made it of another.
        var isCopy = false
    }

    /// What became of a packet.
    enum Effect {
        case arrived(Packet)
        case dropped(Packet)
    }

    private enum Event {
        case hop(slot: Int, hop: Int)
        case arrival(slot: Int)
        case link(Leg)
    }

    private let forward: NetworkPath
    private let backward: NetworkPath
    private var links: AccessLinks
    private let shared: SharedNetwork.Membership?
    private let flow: UInt32
    private var queue = EventQueue<Event>()
    private var packets = Slots<Packet>()
    private var passages: [Passage] = []
    private var count: UInt64 = 0
    private(set) var digest = CallDigest()

    init(plan: FlowPlan, shared: SharedNetwork.Membership?) {
        forward = NetworkPath(flow: plan, isForward: true)
        backward = NetworkPath(flow: plan, isForward: false)
        links = AccessLinks(plan.from, plan.to, seed: plan.seed, owner: plan.owner)
        flow = plan.owner << 1
        self.shared = shared
    }

    var nextTime: Timestamp? { queue.nextTime }

    mutating func send(
        _ payload: Payload,
        size: DataSize,
        isMedia: Bool,
        isForward: Bool,
        at now: Timestamp,
        into effects: inout [Effect]
    ) {
        count += 1
        let packet = Packet(
            payload: payload,
            size: size,
            isMedia: isMedia,
            isForward: isForward,
            number: count,
            sentAt: now
        )
        pass(packets.insert(packet), over: 0, at: now, into: &effects)
    }

    /// Lets the next event happen, which is due at `now`.
    mutating func step(at now: Timestamp, into effects: inout [Effect]) {
        guard let (_, event) = queue.popNext() else { return }
        switch event {
        case .hop(let slot, let hop): pass(slot, over: hop, at: now, into: &effects)
        case .arrival(let slot): effects.append(.arrived(packets.remove(slot)))
        case .link(let leg):
            links.advance(leg, to: now, into: &passages)
            settle(leg, at: now, into: &effects)
        }
    }

    /// Takes what a shared link decided.
    mutating func take(_ passage: Passage, at now: Timestamp, into effects: inout [Effect]) {
        let (slot, hop) = (passage.ticket >> 8, passage.ticket & 0xFF)
        let packet = packets[slot]
        let path = packet.isForward ? forward : backward
        if passage.isCopy {
            if case .delivered(let time, _) = passage.fate {
                var copy = packet
                copy.isCopy = true
                proceed(packets.insert(copy), from: hop, of: path, at: time)
            }
            return
        }
        digest.add(
            time: now,
            kind: packet.isMedia ? 1 : 3,
            leg: path.hops[hop].leg,
            packet: packet.number,
            length: Int(packet.size.bytes),
            fate: passage.fate.digestNumber
        )
        guard case .delivered(let time, _) = passage.fate else {
            effects.append(.dropped(packets.remove(slot)))
            return
        }
        proceed(slot, from: hop, of: path, at: time)
    }

    private mutating func pass(_ slot: Int, over hop: Int, at now: Timestamp, into effects: inout [Effect]) {
        let packet = packets[slot]
        let offered = LinkPacket(
            size: packet.size,
            isMedia: packet.isMedia,
            flow: flow | (packet.isForward ? 0 : 1),
            ticket: slot << 8 | hop
        )
        switch (packet.isForward ? forward : backward).hops[hop].place {
        case .own(let leg):
            links.offer(offered, to: leg, at: now, into: &passages)
            settle(leg, at: now, into: &effects)
        case .shared(let link, let isUp): shared?.offer(offered, of: .clinician, to: link, isUp: isUp, at: now)
        case .tunnel, .relay: preconditionFailure("a flow has no relay")
        }
    }

    private mutating func settle(_ leg: Leg, at now: Timestamp, into effects: inout [Effect]) {
        for passage in passages where passage.isCopy { take(passage, at: now, into: &effects) }
        for passage in passages where !passage.isCopy { take(passage, at: now, into: &effects) }
        passages.removeAll(keepingCapacity: true)
        if let timeout = links.newTimer(of: leg) { queue.schedule(.link(leg), at: timeout) }
    }

    private mutating func proceed(_ slot: Int, from hop: Int, of path: NetworkPath, at time: Timestamp) {
        let isLast = hop + 1 == path.hops.count
        queue.schedule(isLast ? .arrival(slot: slot) : .hop(slot: slot, hop: hop + 1), at: time)
    }
}
