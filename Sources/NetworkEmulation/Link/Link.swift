public import Units
public import VirtualTime

/// One direction of a link: a queue before a rate, loss, then delay with jitter.
///
/// It tells at once what becomes of each packet, since what is offered later cannot change it. Chance comes from
/// streams of its own: two draws a packet for loss and one for delay whatever the configuration and the packet's fate,
/// so that packet n reads the same numbers before and after a change, and the fades of a time-driven loss
/// model from a third stream that no packet touches.
///
/// Rate, queue and loss position before the queue go by the configuration when a packet is offered; loss, delay and
/// jitter by that when its last bit leaves the queue.
public struct Link: Sendable {
    public private(set) var counters = LinkCounters()

    private let timeline: LinkTimeline
    private let outages: [Outage]
    private let lossPosition: LossPosition
    private let lossScope: LossScope
    private let allowsReordering: Bool
    private var queue: BottleneckQueue
    private var loss: LossProcess
    private var jitter: JitterProcess

    private var lastOffer = Timestamp(nanoseconds: .min)
    private var lastRelease = Timestamp(nanoseconds: .min)
    private var offerSegment = 0
    private var lossSegment = 0
    private var delaySegment = 0
    private var nextOutage = 0

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
        allowsReordering = configuration.allowsReordering
        queue = BottleneckQueue(steps: timeline.rateSteps, countsPackets: timeline.hasPacketLimit)
        loss = LossProcess(seed: seed, owner: owner, leg: leg)
        jitter = JitterProcess(seed: seed, owner: owner, leg: leg)
        loss.change(to: configuration.loss, at: .start)
    }

    /// Offers a packet, headers included, not before the packet offered last, and tells what becomes of it.
    ///
    /// `isMedia` says whether it is RTP or RTCP, for a loss that spares all else.
    public mutating func send(_ size: DataSize, isMedia: Bool = true, at now: Timestamp) -> Fate {
        precondition(now >= lastOffer, "packets are offered in the order of time")
        precondition(size >= .zero, "a packet cannot be smaller than nothing")
        lastOffer = now
        let fate = decide(size, mayBeLost: isMedia || lossScope == .everything, at: now)
        counters.count(fate, of: size)
        return fate
    }

    private mutating func decide(_ size: DataSize, mayBeLost: Bool, at now: Timestamp) -> Fate {
        while nextOutage < outages.count, outages[nextOutage].end <= now { nextOutage += 1 }
        if isOut(from: now, to: now) {
            loss.passOver()
            jitter.passOver()
            return .outage
        }
        if lossPosition == .beforeQueue, losesPacket(mayBeLost, at: now) {
            jitter.passOver()
            return .lost
        }
        offerSegment = timeline.segment(at: now, from: offerSegment)
        let limit = timeline.segments[offerSegment].configuration.queue
        guard let service = queue.enqueue(size, limit: limit, at: now) else {
            if lossPosition == .afterQueue { loss.passOver() }
            jitter.passOver()
            return .queueDropped
        }
        if isOut(from: service.start, to: service.end) {
            if lossPosition == .afterQueue { loss.passOver() }
            jitter.passOver()
            return .outage
        }
        let isLost = lossPosition == .afterQueue && losesPacket(mayBeLost, at: service.end)
        // A lost packet is delayed too: when the others come out must not depend on what is lost.
        let release = release(of: service.end)
        return isLost ? .lost : .delivered(at: release, queueing: service.start - now)
    }

    private mutating func losesPacket(_ mayBeLost: Bool, at time: Timestamp) -> Bool {
        guard mayBeLost else {
            loss.passOver()
            return false
        }
        let segment = timeline.segment(at: time, from: lossSegment)
        while lossSegment < segment {
            lossSegment += 1
            let entered = timeline.segments[lossSegment]
            loss.change(to: entered.configuration.loss, at: entered.start)
        }
        return loss.losesPacket(at: time)
    }

    private mutating func release(of end: Timestamp) -> Timestamp {
        delaySegment = timeline.segment(at: end, from: delaySegment)
        let configuration = timeline.segments[delaySegment].configuration
        let delay = configuration.delay + jitter.deviation(of: configuration.jitter, at: end)
        var release = end + max(delay, .zero)
        if !allowsReordering { release = max(release, lastRelease) }
        lastRelease = release
        return release
    }

    /// Whether an outage that has not ended before the latest offer touches a span, the first instant included.
    private func isOut(from start: Timestamp, to end: Timestamp) -> Bool {
        var index = nextOutage
        while index < outages.count, outages[index].from < end || outages[index].from <= start {
            if outages[index].end > start { return true }
            index += 1
        }
        return false
    }
}
