import Units

/// netem's decisions on one packet after another, with the states of its correlated numbers.
struct NetemCore: Sendable {
    /// From what the correlated numbers start.
    struct Starts: Sendable {
        let loss: UInt32
        let duplication: UInt32
        let corruption: UInt32
        let reordering: UInt32
        let delay: UInt32
    }

    let limit: Int
    let rate: Netem.Rate?
    private let mu: Int64
    private let sigma: Int32
    private let table: [Int16]?
    private let gap: Int
    private let duplicateLimit: UInt32
    private let corruptLimit: UInt32
    private let reorderLimit: UInt32
    private var chain: NetemLossChain
    private var delayNumbers: CorrelatedRandom
    private var duplicateNumbers: CorrelatedRandom
    private var corruptNumbers: CorrelatedRandom
    private var reorderNumbers: CorrelatedRandom
    /// How many packets in a row were not sent ahead.
    private var counter = 0

    init(_ netem: Netem, last: Starts) {
        limit = netem.limit
        rate = netem.rate
        mu = netem.delay.nanoseconds
        sigma = Int32(clamping: netem.jitter.nanoseconds)
        table = netem.distribution.table?.values
        gap = netem.gap
        duplicateLimit = UInt32(netem: netem.duplicate.probability)
        corruptLimit = UInt32(netem: netem.corrupt.probability)
        reorderLimit = UInt32(netem: netem.reorder.probability)
        chain = NetemLossChain(netem.loss, last: last.loss)
        func numbers(_ correlation: Probability, _ last: UInt32) -> CorrelatedRandom {
            CorrelatedRandom(correlation: UInt32(netem: correlation), last: last)
        }
        delayNumbers = numbers(netem.delayCorrelation, last.delay)
        duplicateNumbers = numbers(netem.duplicate.correlation, last.duplication)
        corruptNumbers = numbers(netem.corrupt.correlation, last.corruption)
        reorderNumbers = numbers(netem.reorder.correlation, last.reordering)
    }

    mutating func loses(_ draws: (UInt32, UInt32)) -> Bool { chain.losesNextPacket(draws.0, draws.1) }

    mutating func duplicates(_ draw: UInt32) -> Bool {
        duplicateLimit > 0 && duplicateLimit >= duplicateNumbers.next(draw)
    }

    mutating func corrupts(_ draw: UInt32) -> Bool { corruptLimit > 0 && corruptLimit >= corruptNumbers.next(draw) }

    /// Whether the packet is sent at once, ahead of what is held.
    mutating func reorders(_ draw: UInt32) -> Bool {
        guard gap > 0, counter >= gap - 1, reorderLimit >= reorderNumbers.next(draw) else {
            counter += 1
            return false
        }
        counter = 0
        return true
    }

    mutating func delay(_ draw: UInt32) -> TimeDelta {
        // The kernel draws, and its correlated number moves, only where there is jitter.
        guard sigma > 0 else { return TimeDelta(nanoseconds: mu) }
        let number = delayNumbers.next(draw)
        return TimeDelta(nanoseconds: NetemDelay.tabledist(mu: mu, sigma: sigma, random: number, table: table))
    }

    /// When the rate has a packet after its delay, behind the last one that is held; without a rate, when it is due.
    func plan(_ packet: LinkPacket, delay: TimeDelta, behind last: Timestamp?, at now: Timestamp) -> Bottleneck.Service
    {
        let due = now + delay
        guard let rate else { return Bottleneck.Service(start: due, end: due) }
        let start = last.map { max($0, due) } ?? due
        let time = NetemDelay.packetTime(length: packet.size.bytes, rate: rate)
        return Bottleneck.Service(start: start, end: start + TimeDelta(nanoseconds: time))
    }
}
