import HeapModule
import Units
import VirtualTime

/// tc-netem at work, packet by packet in the order of `netem_enqueue` and `netem_dequeue` of Linux 6.18.
///
/// Each cause has a stream of its own, and each packet passes over the same number of draws of each whatever becomes of it: those
/// for itself and those for its copy. The kernel draws everything from one generator, only as needed.
struct NetemLink: Sendable {
    /// A packet that left, or was dropped.
    struct Exit: Sendable {
        let packet: LinkPacket
        let fate: Fate
        let isCopy: Bool
        /// When the rate had it; `nil` without a rate.
        var service: Bottleneck.Service?
    }

    private var core: NetemCore
    private var chance: NetemChance
    private var slots: NetemSlots?
    private var held = Heap<Held>()
    private var sequence = 0
    private var nextDequeue: Timestamp?

    init(_ netem: Netem, seed: UInt64, owner: UInt32, leg: Leg) {
        chance = NetemChance(seed: seed, owner: owner, leg: leg)
        core = NetemCore(netem, last: chance.starts())
        let random = RandomStream(seed: seed, owner: owner, cause: .netemSlots, leg: leg)
        slots = netem.slot.map { NetemSlots($0, from: .start, random: random) }
    }

    /// New parameters from a time on, as `tc qdisc change` sets them: chains and correlated numbers begin anew, what is held stays.
    mutating func change(to netem: Netem, at time: Timestamp) {
        core = NetemCore(netem, last: chance.starts())
        precondition((netem.slot == nil) == (slots == nil), "a netem link keeps its slots, or has none")
        if let slot = netem.slot { slots?.change(to: slot, at: time) }
    }

    /// When a held packet may leave, where slots decide.
    var nextTimeout: Timestamp? { slots == nil ? nil : nextDequeue }

    /// Takes a packet; without slots its exit, and its copy's, are told at once.
    mutating func offer(_ packet: LinkPacket, at now: Timestamp, into exits: inout [Exit]) {
        if slots == nil { while let first = held.min, first.timeToSend <= now { held.removeMin() } }
        var draws = chance.draw()
        enqueue(packet, draws: &draws, isCopy: false, at: now, into: &exits)
        if slots != nil { dequeue(at: now, into: &exits) }
    }

    mutating func passOver() { chance.passOver() }

    mutating func advance(to now: Timestamp, into exits: inout [Exit]) {
        while let timeout = nextTimeout, timeout <= now { dequeue(at: timeout, into: &exits) }
    }

    private mutating func enqueue(
        _ packet: LinkPacket,
        draws: inout NetemChance.Draws,
        isCopy: Bool,
        at now: Timestamp,
        into exits: inout [Exit]
    ) {
        let isDuplicated = !isCopy && core.duplicates(draws.duplication)
        let isLost = core.loses(isCopy ? draws.copyLoss : draws.loss)
        // Both at once leave one packet.
        if isLost, !isDuplicated {
            exits.append(Exit(packet: packet, fate: .lost, isCopy: isCopy))
            return
        }
        let hasCopy = isDuplicated && !isLost
        let isCorrupted = core.corrupts(isCopy ? draws.copyCorruption : draws.corruption)
        guard held.count < core.limit else {
            exits.append(Exit(packet: packet, fate: .queueDropped, isCopy: isCopy))
            if hasCopy { exits.append(Exit(packet: packet, fate: .queueDropped, isCopy: true)) }
            return
        }
        if hasCopy { enqueue(packet, draws: &draws, isCopy: true, at: now, into: &exits) }
        guard !core.reorders(isCopy ? draws.copyReordering : draws.reordering) else {
            let fate = isCorrupted ? Fate.corrupted : .delivered(at: now, queueing: .zero)
            exits.append(Exit(packet: packet, fate: fate, isCopy: isCopy))
            return
        }
        let delay = core.delay(isCopy ? draws.copyDelay : draws.delay)
        let plan = core.plan(packet, delay: delay, behind: held.max?.timeToSend, at: now)
        sequence += 1
        let entry = Held(
            timeToSend: plan.end,
            sequence: sequence,
            packet: packet,
            offeredAt: now,
            waitedFrom: now + max(delay, .zero),
            service: core.rate == nil ? nil : plan,
            isCopy: isCopy,
            isCorrupted: isCorrupted
        )
        // Without slots it leaves when it is due; one that is due already is never held.
        if slots == nil { exits.append(entry.exit(at: max(now, entry.timeToSend))) }
        if slots != nil || entry.timeToSend > now { held.insert(entry) }
    }

    /// Lets out what may leave at this instant.
    private mutating func dequeue(at now: Timestamp, into exits: inout [Exit]) {
        nextDequeue = nil
        while let first = held.min, slots != nil {
            if slots?.isOver(before: first.timeToSend) == true { slots?.begin(at: now) }
            let opens = slots?.next ?? now
            guard first.timeToSend <= now, opens <= now else {
                nextDequeue = max(first.timeToSend, opens)
                return
            }
            held.removeMin()
            exits.append(first.exit(at: now))
            slots?.count(first.packet.size, at: now)
        }
    }
}

extension NetemLink {
    /// A packet that the delay or the rate holds, in the order of netem's `tfifo`.
    private struct Held: Comparable, Sendable {
        let timeToSend: Timestamp
        let sequence: Int
        let packet: LinkPacket
        let offeredAt: Timestamp
        /// When its delay was over.
        let waitedFrom: Timestamp
        let service: Bottleneck.Service?
        let isCopy: Bool
        let isCorrupted: Bool

        static func == (left: Self, right: Self) -> Bool { left.sequence == right.sequence }
        static func < (left: Self, right: Self) -> Bool {
            (left.timeToSend, left.sequence) < (right.timeToSend, right.sequence)
        }

        func exit(at time: Timestamp) -> Exit {
            let queueing = service.map { max($0.start - waitedFrom, .zero) } ?? .zero
            let late = max(time - max(timeToSend, offeredAt), .zero)
            let fate = isCorrupted ? Fate.corrupted : .delivered(at: time, queueing: queueing + late)
            return Exit(packet: packet, fate: fate, isCopy: isCopy, service: service)
        }
    }
}
