public import Units

/// When a link may send, as Mahimahi records it: one opportunity of 1504 bytes for each time stamp, begun again by the last.
public struct OpportunityTrace: Hashable, Sendable {
    /// 1500 bytes of IP and the 4 of a TUN device's header, as in Mahimahi's `link_queue`.
    public static let opportunitySize = DataSize(bytes: 1_504)

    /// In milliseconds from the start of the run, none before the one above it.
    public let milliseconds: [UInt32]
    /// After how long it begins again: the last time stamp.
    public var length: TimeDelta { .milliseconds(Int64(milliseconds.last ?? 1)) }

    /// `nil` without a time stamp, where one lies before the one above it, or where the last is zero.
    public init?(milliseconds: [UInt32]) {
        guard let last = milliseconds.last, last > 0 else { return nil }
        guard zip(milliseconds, milliseconds.dropFirst()).allSatisfy({ $0 <= $1 }) else { return nil }
        self.milliseconds = milliseconds
    }

    public var meanRate: DataRate {
        let bits = Double(milliseconds.count) * Double(Self.opportunitySize.bytes) * 8
        return DataRate(bitsPerSecond: max(1, Int64((bits / length.seconds).rounded())))
    }
}

/// A way through an opportunity trace, round by round.
struct OpportunityWalk: Sendable {
    private static let nanoseconds: Int64 = 1_000_000

    private let trace: OpportunityTrace
    private let length: Int64
    /// When the round began, and the next time stamp of it.
    private var round: Int64 = 0
    private var index = 0

    init(_ trace: OpportunityTrace) {
        self.trace = trace
        length = trace.length.nanoseconds
    }

    /// The first opportunity after a time, not before the one told last; those of one instant are one.
    mutating func next(after time: Int64) -> Opportunity {
        var steps = 0
        while upcoming <= time {
            moveOn()
            steps += 1
            if steps == 16 { jump(past: time) }
        }
        let found = upcoming
        var size: Int64 = 0
        while upcoming == found {
            size += OpportunityTrace.opportunitySize.bytes
            moveOn()
        }
        return Opportunity(time: found, size: size)
    }

    private var upcoming: Int64 { round + Int64(trace.milliseconds[index]) * Self.nanoseconds }

    private mutating func moveOn() {
        index += 1
        guard index == trace.milliseconds.count else { return }
        index = 0
        round += length
    }

    /// Goes to the first opportunity after a time by halving.
    private mutating func jump(past time: Int64) {
        guard upcoming <= time else { return }
        round = time / length * length
        let rest = time - round
        var (low, high) = (0, trace.milliseconds.count)
        while low < high {
            let middle = (low + high) / 2
            if Int64(trace.milliseconds[middle]) * Self.nanoseconds <= rest { low = middle + 1 } else { high = middle }
        }
        index = low
        guard index == trace.milliseconds.count else { return }
        index = 0
        round += length
    }
}
