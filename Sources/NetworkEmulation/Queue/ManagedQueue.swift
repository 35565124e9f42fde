import Units

/// A queue that decides about a packet when it takes it out: packets wait in it until the transmitter is free.
struct ManagedQueue: Sendable {
    enum Discipline: Sendable {
        case one(CoDelQueue)
        case fair(FairQueue)
    }

    private var transmitter: Transmitter
    // One of the two holds the one that there is, so that it is changed in place.
    private var one: [CoDelQueue] = []
    private var fair: [FairQueue] = []
    /// Since when packets wait without a break.
    private var waitingSince = Timestamp.start
    private var nextStart: Timestamp?
    /// Dropped for others at an offer, and not told yet.
    private var drops: [Bottleneck.Departure] = []

    init(_ discipline: Discipline, transmitter: Transmitter) {
        self.transmitter = transmitter
        switch discipline {
        case .one(let queue): one = [queue]
        case .fair(let queue): fair = [queue]
        }
    }

    private var count: Int { fair.isEmpty ? one[0].count : fair[0].count }
    private var size: DataSize { fair.isEmpty ? one[0].size : fair[0].size }

    /// When a held packet may leave next.
    var nextTimeout: Timestamp? { nextStart }

    /// Takes a packet in.
    ///
    /// Time has passed up to now but for what happens at this instant.
    mutating func offer(_ packet: LinkPacket, limit: QueueLimit?, at now: Timestamp) -> Bottleneck.Admission {
        let held = HeldPacket(packet: packet, offeredAt: now)
        guard Serialiser.work(of: packet.size) != nil else { return .ended(.queueDropped) }
        transmitter.advance(to: now)
        let wasEmpty = count == 0
        if fair.isEmpty {
            guard admits(packet.size, limit) else { return .ended(.queueDropped) }
            one[0].append(held)
        } else {
            fair[0].append(held)
            while isOver(limit), fair[0].count > 0 { fair[0].dropFromFattest(into: &drops) }
        }
        if wasEmpty {
            waitingSince = now
            nextStart = count > 0 ? transmitter.earliestStart(since: now) : nil
        }
        guard wasEmpty, count == 1, nextStart == now else { return .held }
        // Nothing waits before it: it leaves as it comes, and the queue takes note of that.
        var departures: [Bottleneck.Departure] = []
        takeNext(at: now, into: &departures)
        guard let service = departures.last?.service else { preconditionFailure("a packet that did not wait is kept") }
        return .served(service)
    }

    /// Lets time pass; packets that left are appended in their order, and what was dropped for others first.
    mutating func advance(to now: Timestamp, including: Bool, into departures: inout [Bottleneck.Departure]) {
        departures += drops
        drops.removeAll(keepingCapacity: true)
        while let start = nextStart, start < now || (including && start == now) {
            takeNext(at: start, into: &departures)
        }
    }

    private mutating func takeNext(at now: Timestamp, into departures: inout [Bottleneck.Departure]) {
        let next =
            fair.isEmpty
            ? one[0].dequeue(at: now, dropped: &departures) : fair[0].dequeue(at: now, dropped: &departures)
        if let next, let work = Serialiser.work(of: next.packet.size) {
            transmitter.advance(to: now)
            let service = transmitter.transmit(next.packet.size, work, since: waitingSince)
            precondition(service.start == now && service.end >= now, "a packet is sent when it is taken out")
            departures.append(
                Bottleneck.Departure(packet: next.packet, offeredAt: next.offeredAt, service: service)
            )
        }
        nextStart = count > 0 ? transmitter.earliestStart(since: waitingSince) : nil
    }

    private func admits(_ size: DataSize, _ limit: QueueLimit?) -> Bool {
        switch limit {
        case .packets(let most): count < most
        case .size(let most): self.size + size <= most
        case .time, nil: !isOver(limit)
        }
    }

    private func isOver(_ limit: QueueLimit?) -> Bool {
        switch limit {
        case nil: return false
        case .packets(let most): return count > most
        case .size(let most): return size > most
        case .time(let most):
            guard let rate = transmitter.nominalRate, let work = Serialiser.work(of: size) else { return false }
            let (limit, overflow) = rate.multipliedReportingOverflow(by: most.nanoseconds)
            return !overflow && work > limit
        }
    }
}
