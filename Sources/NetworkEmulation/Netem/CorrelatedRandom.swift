import Units

/// netem's correlated random numbers (`get_crandom` of Linux 6.18, `net/sched/sch_netem.c`).
///
/// An exponential average of uniform numbers: with the correlation c its mean stays 1/2 and its autocorrelation is c^k, but its
/// variance shrinks by (1 - c) / (1 + c), so that it is uniform no more.
struct CorrelatedRandom: Hashable, Sendable {
    /// The correlation as a share of 2^32 - 1; 0 leaves the numbers as they are.
    let correlation: UInt32
    private(set) var last: UInt32

    init(correlation: UInt32, last: UInt32) {
        self.correlation = correlation
        self.last = last
    }

    /// The next number, from a fresh uniform one.
    mutating func next(_ fresh: UInt32) -> UInt32 {
        guard correlation > 0 else { return fresh }
        let weight = UInt64(correlation) + 1
        let sum = UInt64(fresh) * ((1 << 32) - weight) + UInt64(last) * weight
        last = UInt32(truncatingIfNeeded: sum >> 32)
        return last
    }
}

extension UInt32 {
    /// A probability as tc hands it to the kernel: the nearest multiple of 1 / (2^32 - 1).
    init(netem probability: Probability) {
        self = UInt32((probability.value * Double(UInt32.max)).rounded(.toNearestOrEven))
    }
}
