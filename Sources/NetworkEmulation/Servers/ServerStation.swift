import HeapModule
public import Units
public import VirtualTime

/// A server as a queueing station: one queue, first come first served, before equal workers.
///
/// Each piece of work goes to the worker that is free first, so its fate is known when it is offered. Instants are kept
/// in whole picoseconds and only what is told is rounded, up to the next nanosecond: nothing drifts. A piece of work
/// costs O(log workers). See `docs/models/servers.md`.
public struct ServerStation: Sendable {
    private struct Waiting: Sendable {
        let start: Int128
        let bytes: Int64
    }

    public let configuration: ServerConfiguration
    public private(set) var counters = ServerCounters()

    /// When each worker will have done what it was given, in picoseconds since the start.
    private var workers: Heap<Int128>
    /// What has been accepted and not been begun, in order, from `oldest` on; kept where the backlog needs it.
    private var waiting: [Waiting] = []
    private var oldest = 0
    private var waitingBytes: Int64 = 0
    private var service: ServiceTime
    private var lastOffer = Timestamp(nanoseconds: .min)
    private var openedAt: Int128?
    /// All the work that was accepted, in picoseconds.
    private var accepted: Int128 = 0

    /// Makes a server without work; `random` is a stream of its own, with the cause `serviceTime`.
    public init(configuration: ServerConfiguration, random: RandomStream) {
        self.configuration = configuration
        service = ServiceTime(configuration.variability, random: random)
        workers = Heap(repeatElement(Self.picoseconds(lastOffer), count: configuration.workers))
    }

    /// Makes the server with this number among the things that calls share.
    public init(configuration: ServerConfiguration, seed: UInt64, number: UInt32) {
        self.init(
            configuration: configuration,
            random: RandomStream(seed: seed, owner: RandomStream.firstSharedOwner + number, cause: .serviceTime)
        )
    }

    /// Takes a piece of work in, or refuses it; times do not run backwards.
    ///
    /// `costs` replaces the configured ones for this piece, as where one relay serves clients over UDP and over TLS.
    public mutating func offer(_ work: ServerWork, costs: ServerCosts? = nil, at now: Timestamp) -> ServerFate {
        precondition(now >= lastOffer, "a server's time does not run backwards")
        lastOffer = now
        let time = Self.picoseconds(now)
        let cost = service.draw(mean: (costs ?? configuration.costs).picoseconds(of: work))
        counters.offer(work)
        begin(until: time)
        guard let free = workers.min else { return .refused }
        let start = max(time, free)
        guard admits(work, start: start, at: time) else {
            counters.refuse(work)
            return .refused
        }
        assert(start == time || free > time, "no work waits while a worker is idle")
        let end = start + cost
        workers.replaceMin(with: end)
        if start > time { wait(work, until: start) }
        counters.wait(start - time)
        accepted += cost
        if openedAt == nil { openedAt = time }
        return .done(at: Self.timestamp(end), waited: Self.timestamp(start) - now)
    }

    /// How many pieces of work a worker has begun and not ended at a time, which is not before the last offer.
    public func inService(at now: Timestamp) -> Int {
        precondition(now >= lastOffer, "a server's past is not kept")
        let time = Self.picoseconds(now)
        // All that is to begin later has been given to workers that are busy now.
        return workers.unordered.count { $0 > time }
    }

    /// The processor time that has been spent by a time, which is not before the last offer, in seconds.
    public func busySeconds(until now: Timestamp) -> Double { Double(busyPicoseconds(until: now)) / 1e12 }

    /// The share of its workers' time, from a time before the first work on, that a server has been busy.
    public func utilisation(from start: Timestamp = .start, until now: Timestamp) -> Double? {
        let open = Self.picoseconds(now) - Self.picoseconds(start)
        guard open > 0 else { return nil }
        precondition(openedAt.map { $0 >= Self.picoseconds(start) } ?? true, "work was done before that time")
        return Double(busyPicoseconds(until: now)) / (Double(open) * Double(configuration.workers))
    }

    /// The processor time that has been spent by a time, which is not before the last offer.
    func busyPicoseconds(until now: Timestamp) -> Int128 {
        precondition(now >= lastOffer, "a server's past is not kept")
        let time = Self.picoseconds(now)
        return accepted - workers.unordered.reduce(0) { $0 + max(0, $1 - time) }
    }

    private func admits(_ work: ServerWork, start: Int128, at time: Int128) -> Bool {
        guard start > time else { return true }
        switch (configuration.backlog, work) {
        case (nil, _): return true
        case (.time(let limit), _): return start - time <= Self.picoseconds(.start + limit)
        case (.packets(let limit), _): return waiting.count - oldest < limit
        case (.size(let limit), .packet(let size)): return waitingBytes + size.bytes <= limit.bytes
        case (.size(let limit), .setUp): return waitingBytes <= limit.bytes
        }
    }

    private mutating func wait(_ work: ServerWork, until start: Int128) {
        let bytes: Int64
        switch (configuration.backlog, work) {
        case (nil, _), (.time, _): return
        case (_, .packet(let size)): bytes = size.bytes
        case (_, .setUp): bytes = 0
        }
        waiting.append(Waiting(start: start, bytes: bytes))
        waitingBytes += bytes
    }

    /// Forgets what workers have begun; work begins in the order in which it came.
    private mutating func begin(until time: Int128) {
        while oldest < waiting.count, waiting[oldest].start <= time {
            waitingBytes -= waiting[oldest].bytes
            oldest += 1
        }
        if oldest > 64, oldest * 2 > waiting.count {
            waiting.removeFirst(oldest)
            oldest = 0
        }
    }

    private static func picoseconds(_ time: Timestamp) -> Int128 {
        Int128(time.nanoseconds) * Int128(ProcessorTime.perNanosecond)
    }

    /// The first whole nanosecond not before an instant.
    private static func timestamp(_ picoseconds: Int128) -> Timestamp {
        let (quotient, remainder) = picoseconds.quotientAndRemainder(dividingBy: Int128(ProcessorTime.perNanosecond))
        return Timestamp(nanoseconds: Int64(clamping: quotient + (remainder > 0 ? 1 : 0)))
    }
}
