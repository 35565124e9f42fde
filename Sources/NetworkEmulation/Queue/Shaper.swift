import DequeModule
public import Units

/// A queue that lets packets out as a token bucket fills, as Linux's tbf does.
public struct Shaper: Hashable, Sendable {
    public let bucket: TokenBucketLimit
    /// What may wait, in whole packets; a packet beyond it is dropped.
    public let limit: DataSize

    public init(bucket: TokenBucketLimit, limit: DataSize) {
        precondition(limit > .zero, "a shaper that holds nothing passes nothing")
        self.bucket = bucket
        self.limit = limit
    }

    /// The limit by the longest wait that it allows, as tbf reckons it: rate times latency, and the burst.
    public init(bucket: TokenBucketLimit, latency: TimeDelta) {
        let bytes = Double(bucket.rate.bitsPerSecond) / 8 * latency.seconds + Double(bucket.burst.bytes)
        self.init(bucket: bucket, limit: DataSize(bytes: Int64(bytes.rounded(.down))))
    }
}

/// A shaper at work.
///
/// A packet leaves it at an instant; what follows sees it then.
struct ShaperQueue: Sendable {
    private let limit: DataSize
    private var bucket: TokenBucket
    private var waiting = WaitingPackets()

    init(_ shaper: Shaper) {
        limit = shaper.limit
        bucket = TokenBucket(shaper.bucket)
    }

    /// When a packet leaves, `nil` where it is dropped.
    mutating func departure(of size: DataSize, at now: Timestamp) -> Timestamp? {
        waiting.forget(until: now)
        guard waiting.size + size <= limit, let time = bucket.departure(of: size, notBefore: now) else { return nil }
        bucket.take(size, at: time, hasWaited: time > now)
        if time > now { waiting.append(size, until: time) }
        return time
    }
}

/// The packets that wait or are in service, oldest first, where a limit has to know them.
struct WaitingPackets: Sendable {
    private var ends: Deque<(end: Timestamp, size: DataSize)> = []
    private(set) var size = DataSize.zero

    var count: Int { ends.count }

    mutating func append(_ packet: DataSize, until end: Timestamp) {
        ends.append((end, packet))
        size += packet
    }

    /// Leaves out those that were gone by a time.
    mutating func forget(until now: Timestamp) {
        while let first = ends.first, first.end <= now {
            ends.removeFirst()
            size -= first.size
        }
    }
}
