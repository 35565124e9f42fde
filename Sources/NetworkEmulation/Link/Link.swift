public import Units
public import VirtualTime

/// One direction of a link: a queue before a rate, loss, then disturbances and delay with jitter.
///
/// Most links tell at once what becomes of each packet, since what is offered later cannot change it; where the queue
/// decides when a packet leaves it, `advance` tells. Chance comes from streams of its own: a fixed number of draws a
/// packet for each cause whatever the configuration and the packet's fate, so that packet n reads the same numbers
/// before and after a change, and the fades of a time-driven loss model from a stream that no packet touches.
///
/// Rate, queue and loss position before the queue go by the configuration when a packet is offered; loss, delay and
/// jitter by that when its last bit leaves the queue.
public struct Link: Sendable {
    public internal(set) var counters = LinkCounters()
    /// When a packet that waits may leave, for links whose queue decides then; kept, for asking a link copies it.
    public private(set) var nextTimeout: Timestamp?

    private(set) var timeline: LinkTimeline
    private let outages: [Outage]
    private let lossPosition: LossPosition
    private let lossScope: LossScope
    private var bottleneck: Bottleneck
    private var lottery: PacketLottery
    private var delayLine: DelayLine
    private var departures: [Bottleneck.Departure] = []
    /// One in a link that behaves as netem does, none in others: it is large.
    var netem: [NetemLink]
    var netemSegment = 0

    private var lastOffer = Timestamp(nanoseconds: .min)
    private var offerSegment = 0
    private var lossSegment = 0
    private var delaySegment = 0
    private var nextOutage = 0
    /// What packets meet in the segments above, apart from the rest of a configuration, so that a packet copies none.
    private var queueLimit: QueueLimit?
    private var delayTerms: DelayTerms

    /// Makes one direction of a link; `owner` is the call's number or that of a shared thing, as in `RandomStream`.
    public init(
        configuration: LinkConfiguration,
        schedule: LinkSchedule = .none,
        seed: UInt64,
        owner: UInt32,
        leg: Leg
    ) {
        timeline = LinkTimeline(configuration: configuration, schedule: schedule)
        outages = schedule.outages
        lossPosition = configuration.lossPosition
        lossScope = configuration.lossScope
        bottleneck = Bottleneck(timeline: timeline, seed: seed, owner: owner, leg: leg)
        lottery = PacketLottery(
            seed: seed,
            owner: owner,
            leg: leg,
            hasMishaps: timeline.segments.contains { $0.configuration.hasMishaps }
        )
        netem = configuration.netem.map { [NetemLink($0, seed: seed, owner: owner, leg: leg)] } ?? []
        precondition(
            !netem.isEmpty || schedule.changes.allSatisfy { $0.netem == nil },
            "a link is a netem link from the beginning or never"
        )
        delayLine = DelayLine(seed: seed, owner: owner, leg: leg, configuration: configuration)
        queueLimit = configuration.queue
        delayTerms = DelayTerms(configuration)
        lottery.change(to: configuration, at: .start)
        if netem.isEmpty, !lottery.hasMishaps { timeline.forgetOnlySegment() }
    }

    /// Offers a packet, not before the packet offered last; what becomes of it is appended where it is known at once.
    public mutating func offer(_ packet: LinkPacket, at now: Timestamp, into passages: inout [Passage]) {
        precondition(now >= lastOffer, "packets are offered in the order of time")
        precondition(packet.size >= .zero, "a packet cannot be smaller than nothing")
        guard netem.isEmpty else {
            advance(to: now, into: &passages)
            lastOffer = now
            counters.offer(packet.size)
            offerToNetem(packet, at: now, into: &passages)
            nextTimeout = netem[0].nextTimeout
            return
        }
        // A packet that comes at the instant at which another may leave is in the queue by then.
        if nextTimeout != nil { leaveQueue(until: now, including: false, into: &passages) }
        lastOffer = now
        counters.offer(packet.size)
        switch admit(packet, at: now) {
        case .held: leaveQueue(until: now, including: false, into: &passages)
        case .ended(let fate): finish(packet, fate, into: &passages)
        case .served(let service): carry(packet, service, offeredAt: now, into: &passages)
        }
    }

    /// Lets time pass; what became of packets that were held until then is appended.
    public mutating func advance(to now: Timestamp, into passages: inout [Passage]) {
        guard let timeout = nextTimeout, timeout <= now else { return }
        guard netem.isEmpty else {
            advanceNetem(to: now, into: &passages)
            nextTimeout = netem[0].nextTimeout
            return
        }
        leaveQueue(until: now, including: true, into: &passages)
    }

    /// Offers a packet to a link that decides at once and copies nothing, and tells what becomes of it.
    public mutating func send(_ size: DataSize, isMedia: Bool = true, at now: Timestamp) -> Fate {
        var passages: [Passage] = []
        offer(LinkPacket(size: size, isMedia: isMedia), at: now, into: &passages)
        guard let passage = passages.first else { preconditionFailure("this link holds packets; ask it by offer") }
        return passage.fate
    }
}

// MARK: - A packet's way

extension Link {
    /// Takes packets from a queue that holds them to the end of the link.
    private mutating func leaveQueue(until now: Timestamp, including: Bool, into passages: inout [Passage]) {
        bottleneck.advance(to: now, including: including, into: &departures)
        nextTimeout = bottleneck.nextTimeout
        guard !departures.isEmpty else { return }
        for departure in departures {
            guard let service = departure.service else {
                passOverChance()
                finish(departure.packet, .queueDropped, into: &passages)
                continue
            }
            carry(departure.packet, service, offeredAt: departure.offeredAt, into: &passages)
        }
        departures.removeAll(keepingCapacity: true)
    }

    /// Takes a packet to the end of the queue, if it gets there.
    @inline(__always)
    private mutating func admit(_ packet: LinkPacket, at now: Timestamp) -> Bottleneck.Admission {
        if isOut(at: now) {
            lottery.passOverLoss()
            passOverLateChance()
            return .ended(.outage)
        }
        if lossPosition == .beforeQueue, loses(packet, at: now) {
            passOverLateChance()
            return .ended(.lost)
        }
        let segment = timeline.segment(at: now, from: offerSegment)
        if segment != offerSegment {
            offerSegment = segment
            queueLimit = timeline.segments[segment].configuration.queue
        }
        let admission = bottleneck.offer(packet, limit: queueLimit, at: now)
        if case .ended = admission { passOverChance() }
        return admission
    }

    /// Takes a packet from the queue to the end of the link.
    private mutating func carry(
        _ packet: LinkPacket,
        _ service: Bottleneck.Service,
        offeredAt: Timestamp,
        into passages: inout [Passage]
    ) {
        if !outages.isEmpty, isOut(from: service.start, to: service.end) {
            passOverChance()
            return finish(packet, .outage, into: &passages)
        }
        let isTaken = lossPosition == .afterQueue && loses(packet, at: service.end)
        var isLost = isTaken || service.isLost
        // A lost packet is delayed too: when the others come out must not depend on what is lost.
        let segment = timeline.segment(at: service.end, from: delaySegment)
        if segment != delaySegment {
            delaySegment = segment
            delayTerms = DelayTerms(timeline.segments[segment].configuration)
        }
        let release = delayLine.release(of: packet.size, at: service.end, under: delayTerms)
        let verdict = mishaps(of: packet)
        // An early packet was delayed too, for nothing: when the others come out must not depend on it either.
        let time = verdict.isEarly ? delayLine.lastEntry : release.time
        let delivered = Fate.delivered(at: time, queueing: service.start - offeredAt)
        isLost = isLost || release.isLost
        finish(packet, isLost ? .lost : verdict.isCorrupted ? .corrupted : delivered, into: &passages)
        if verdict.isDuplicated, !isLost, !verdict.isCorrupted {
            counters.copy(packet.size)
            finish(packet, delivered, isCopy: true, into: &passages)
        }
    }

    mutating func finish(
        _ packet: LinkPacket,
        _ fate: Fate,
        isCopy: Bool = false,
        into passages: inout [Passage]
    ) {
        counters.count(fate, of: packet.size)
        passages.append(Passage(ticket: packet.ticket, fate: fate, isCopy: isCopy))
    }

    @inline(__always)
    private mutating func mishaps(of packet: LinkPacket) -> PacketLottery.Verdict {
        guard lottery.hasMishaps else { return .passes }
        guard packet.isMedia || lossScope == .everything else {
            lottery.passOverMishaps()
            return .passes
        }
        let segments = timeline.segments
        return lottery.drawMishaps(under: segments[delaySegment].configuration)
    }

    @inline(__always)
    private mutating func loses(_ packet: LinkPacket, at time: Timestamp) -> Bool {
        guard packet.isMedia || lossScope == .everything else {
            lottery.passOverLoss()
            return false
        }
        let segment = timeline.segment(at: time, from: lossSegment)
        while lossSegment < segment {
            lossSegment += 1
            let entered = timeline.segments[lossSegment]
            lottery.change(to: entered.configuration, at: entered.start)
        }
        return lottery.losesPacket(at: time)
    }

    /// Leaves out the chance that a packet no longer meets after the queue.
    private mutating func passOverChance() {
        if lossPosition == .afterQueue { lottery.passOverLoss() }
        passOverLateChance()
    }

    private mutating func passOverLateChance() {
        lottery.passOverMishaps()
        delayLine.passOver()
    }

    /// Whether the link is out at an instant, not before the one asked for last.
    @inline(__always)
    mutating func isOut(at now: Timestamp) -> Bool {
        guard !outages.isEmpty else { return false }
        while nextOutage < outages.count, outages[nextOutage].end <= now { nextOutage += 1 }
        return isOut(from: now, to: now)
    }

    /// Whether an outage that has not ended before the latest offer touches a span, the first instant included.
    func isOut(from start: Timestamp, to end: Timestamp) -> Bool {
        var index = nextOutage
        while index < outages.count, outages[index].from < end || outages[index].from <= start {
            if outages[index].end > start { return true }
            index += 1
        }
        return false
    }
}
