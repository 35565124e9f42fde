import Units

/// A drop-tail queue before a transmitter, first in, first out: what becomes of a packet is known when it comes.
struct BottleneckQueue: Sendable {
    private var transmitter: Transmitter
    /// Kept for limits in packets, and where a backlog is not counted in bits.
    private var waiting = WaitingPackets()
    private let keepsPackets: Bool

    init(transmitter: Transmitter, countsPackets: Bool) {
        self.transmitter = transmitter
        keepsPackets = countsPackets || !transmitter.isFluid
    }

    /// Takes a packet in, or drops it (`nil`) where the queue is full.
    mutating func enqueue(_ size: DataSize, limit: QueueLimit?, at now: Timestamp) -> Bottleneck.Service? {
        advance(to: now)
        guard let work = Serialiser.work(of: size), work <= Int64.max - transmitter.backlog,
            admits(size, work, limit: limit, at: now)
        else { return nil }
        let service = transmitter.transmit(size, work, since: now)
        precondition(service.start >= now && service.end >= service.start, "a packet is sent after it came")
        if keepsPackets { waiting.append(size, until: service.end) }
        return service
    }

    mutating func advance(to now: Timestamp) {
        transmitter.advance(to: now)
        if keepsPackets { waiting.forget(until: now) }
    }

    /// How long what waits takes: at the rate of the moment, or until a packet that came now could begin.
    mutating func delay(at now: Timestamp) -> TimeDelta {
        guard transmitter.isFluid else {
            return waiting.count == 0 ? .zero : transmitter.earliestStart(since: now) - now
        }
        guard let rate = transmitter.nominalRate, rate > 0 else { return .zero }
        return TimeDelta(nanoseconds: backlog / rate)
    }

    /// What waits or is in service.
    var size: DataSize { DataSize(bytes: backlog / (8 * Serialiser.workPerBit)) }

    private var backlog: Int64 {
        transmitter.isFluid ? transmitter.backlog : Serialiser.work(of: waiting.size) ?? .max / 4
    }

    private mutating func admits(_ size: DataSize, _ work: Int64, limit: QueueLimit?, at now: Timestamp) -> Bool {
        switch limit {
        case nil:
            return true
        case .time(let limit):
            // Without a rate of the moment, the wait itself is known.
            guard transmitter.isFluid else { return delay(at: now) <= limit }
            guard let rate = transmitter.nominalRate else { return true }
            let (most, overflow) = rate.multipliedReportingOverflow(by: limit.nanoseconds)
            return overflow || backlog <= most
        case .size(let limit):
            guard let most = Serialiser.work(of: limit) else { return true }
            return backlog + work <= most
        case .packets(let limit):
            return waiting.count < limit
        }
    }
}
