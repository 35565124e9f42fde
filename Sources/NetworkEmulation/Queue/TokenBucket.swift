public import Units

/// A rate that may be exceeded by a burst, such as a tariff's or a traffic contract's.
public struct TokenBucketLimit: Hashable, Sendable {
    /// How fast the bucket fills.
    public let rate: DataRate
    /// How much it holds; it is full at first.
    public let burst: DataSize

    /// `nil` unless both are positive.
    public init?(rate: DataRate, burst: DataSize) {
        guard rate > .zero, burst > .zero, Serialiser.work(of: burst) != nil else { return nil }
        self.rate = rate
        self.burst = burst
    }
}

/// A token bucket at work, in whole numbers: it remembers when it will be full again, to a fraction of a nanosecond.
struct TokenBucket: Sendable {
    private let rate: Int64
    private let burst: Int64
    /// The whole nanosecond within which it is full again, and the work from its beginning until then.
    private var fullTime = Int64.min
    private var fullWork: Int64 = 0

    init(_ limit: TokenBucketLimit) {
        rate = limit.rate.bitsPerSecond
        burst = Serialiser.work(of: limit.burst) ?? .max / 4
    }

    /// Takes tokens for a packet if there are enough now; never for one larger than the bucket.
    mutating func takes(_ size: DataSize, at now: Timestamp) -> Bool {
        guard let time = departure(of: size, notBefore: now), time <= now else { return false }
        take(size, at: time, hasWaited: false)
        return true
    }

    /// When there are tokens enough for a packet; `nil` for one larger than the bucket.
    func departure(of size: DataSize, notBefore now: Timestamp) -> Timestamp? {
        guard let work = Serialiser.work(of: size), work <= burst else { return nil }
        // It is enough when what is missing from a full bucket is no more than what the packet leaves of it.
        let spare = burst - work
        guard fullTime > .min else { return now }
        // The ceiling of (fullWork - spare) / rate: so much later than `fullTime`, mostly earlier.
        let ahead = spare - fullWork
        let offset = ahead >= 0 ? -(ahead / rate) : (-ahead - 1) / rate + 1
        return max(now, Timestamp(nanoseconds: fullTime + offset))
    }

    /// Takes tokens at a time at which there are enough; a packet that waited for them goes at the exact instant, which
    /// the time is rounded up from.
    mutating func take(_ size: DataSize, at time: Timestamp, hasWaited: Bool) {
        guard let work = Serialiser.work(of: size) else { return }
        let full = fullTime > .min && hasWaited ? fullTime + (fullWork > 0 ? 1 : 0) : fullTime
        if time.nanoseconds > full {
            fullTime = time.nanoseconds
            fullWork = 0
        }
        let (span, rest) = (fullWork + work).quotientAndRemainder(dividingBy: rate)
        fullTime += span
        fullWork = rest
    }
}
