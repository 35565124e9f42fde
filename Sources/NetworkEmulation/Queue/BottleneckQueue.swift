import Units

/// A drop-tail queue before a serialiser.
struct BottleneckQueue: Sendable {
    private var serialiser: Serialiser
    /// When the packets end their service, oldest first, from `oldest` on; kept for limits in packets only.
    private var ends: [Timestamp] = []
    private var oldest = 0
    private let countsPackets: Bool

    init(steps: [Serialiser.RateStep], countsPackets: Bool) {
        serialiser = Serialiser(steps: steps)
        self.countsPackets = countsPackets
    }

    /// Takes a packet in, or drops it (`nil`) where the queue is full.
    mutating func enqueue(_ size: DataSize, limit: QueueLimit?, at now: Timestamp) -> Bottleneck.Service? {
        serialiser.advance(to: now)
        forgetPackets(until: now)
        guard let work = Serialiser.work(of: size), work <= Int64.max - serialiser.backlog,
            admits(work, limit: limit)
        else { return nil }
        let start = serialiser.instant(passing: serialiser.backlog)
        serialiser.add(work)
        let end = serialiser.instant(passing: serialiser.backlog)
        if countsPackets { ends.append(end) }
        return Bottleneck.Service(start: start, end: end)
    }

    private func admits(_ work: Int64, limit: QueueLimit?) -> Bool {
        switch limit {
        case nil:
            return true
        case .time(let limit):
            guard let rate = serialiser.nominalRate else { return true }
            let (most, overflow) = rate.multipliedReportingOverflow(by: limit.nanoseconds)
            return overflow || serialiser.backlog <= most
        case .size(let limit):
            guard let most = Serialiser.work(of: limit) else { return true }
            return serialiser.backlog + work <= most
        case .packets(let limit):
            return ends.count - oldest < limit
        }
    }

    private mutating func forgetPackets(until now: Timestamp) {
        while oldest < ends.count, ends[oldest] <= now { oldest += 1 }
        if oldest > 64, oldest * 2 > ends.count {
            ends.removeFirst(oldest)
            oldest = 0
        }
    }
}
