public import Units

/// A rate that changes at known times, counted from the start of the run.
public struct RateTrace: Hashable, Sendable {
    /// A rate from a time until the next step's.
    public struct Step: Hashable, Sendable, BitwiseCopyable {
        public let start: TimeDelta
        public let rate: DataRate

        public init(start: TimeDelta, rate: DataRate) {
            self.start = start
            self.rate = rate
        }
    }

    /// In order of time; the first starts at zero.
    public let steps: [Step]
    /// After how long it begins again; where it is `nil`, the last rate holds for ever.
    public let length: TimeDelta?
    /// The mean rate over the length, or the last rate where it has none.
    public let meanRate: DataRate

    /// `nil` without steps, where the first does not start at zero or another not after the one before, where a rate is
    /// negative, where the length does not exceed the last start, and where a rate of zero never ends.
    public init?(steps: [Step], length: TimeDelta?) {
        guard let first = steps.first, let last = steps.last, first.start == .zero else { return nil }
        guard steps.allSatisfy({ $0.rate >= .zero }), length ?? .zero >= .zero else { return nil }
        guard zip(steps, steps.dropFirst()).allSatisfy({ $0.start < $1.start }) else { return nil }
        if let length {
            guard length > last.start, steps.contains(where: { $0.rate > .zero }) else { return nil }
            let ends = steps.dropFirst().map(\.start) + [length]
            let bits = zip(steps, ends).reduce(0.0) {
                $0 + Double($1.0.rate.bitsPerSecond) * ($1.1 - $1.0.start).seconds
            }
            meanRate = DataRate(bitsPerSecond: max(1, Int64((bits / length.seconds).rounded())))
        } else {
            guard last.rate > .zero else { return nil }
            meanRate = last.rate
        }
        self.steps = steps
        self.length = length
    }

    /// The last step that has begun at a time from zero, below the length.
    func index(at time: Int64) -> Int {
        var (low, high) = (0, steps.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if steps[middle].start.nanoseconds <= time { low = middle } else { high = middle }
        }
        return low
    }
}
