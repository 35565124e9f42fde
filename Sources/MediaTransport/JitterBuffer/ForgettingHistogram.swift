/// A histogram whose old entries fade, in the fixed-point arithmetic of libwebrtc's `histogram.cc`.
///
/// Probabilities are Q30 and forgetting factors Q15, so that a run of values gives the same quantiles bit for bit.
struct ForgettingHistogram: Sendable {
    /// Probability 1 in Q30.
    static let one = 1 << 30

    /// The probability of each bucket in Q30; they add up to `one`.
    private(set) var buckets: [Int]
    /// The weight of the past at the next add, in Q15.
    private(set) var forgetFactor = 0
    private(set) var addCount = 0
    /// No bucket from here on holds anything, which keeps an add short.
    private var occupiedCount = 0
    private let steadyForgetFactor: Int
    private let startForgetWeight: Double?

    /// - Parameters:
    ///   - bucketCount: how many buckets there are.
    ///   - steadyForgetFactor: the factor after start-up, in Q15.
    ///   - startForgetWeight: after `n` adds the factor is 1 - weight / (n + 1) until it reaches the steady one;
    ///     without a weight it closes a quarter of the gap with each add.
    init(bucketCount: Int, steadyForgetFactor: Int, startForgetWeight: Double?) {
        buckets = Array(repeating: 0, count: bucketCount)
        self.steadyForgetFactor = steadyForgetFactor
        self.startForgetWeight = startForgetWeight
        reset()
    }

    /// Goes back to the distribution 0.5^(i + 1), which the first add replaces.
    mutating func reset() {
        // Slightly more than 1 in Q14, so that the truncated halves add up to exactly 1.
        var probability = 0x4002
        occupiedCount = 0
        for index in buckets.indices {
            probability >>= 1
            buckets[index] = probability << 16
            if probability > 0 { occupiedCount = index + 1 }
        }
        forgetFactor = 0
        addCount = 0
    }

    /// Fades every bucket and adds to one.
    mutating func add(_ bucket: Int) {
        if bucket == 0, occupiedCount == 1, buckets[0] == Self.one, forgetFactor == steadyForgetFactor {
            // All of it fades and comes again.
            addCount += 1
            return
        }
        var sum = 0
        let (factor, count) = (forgetFactor, occupiedCount)
        buckets.withUnsafeMutableBufferPointer { buckets in
            for index in 0..<count {
                let faded = (buckets[index] * factor) >> 15
                buckets[index] = faded
                sum += faded
            }
        }
        while occupiedCount > 0, buckets[occupiedCount - 1] == 0 { occupiedCount -= 1 }
        buckets[bucket] += (32_768 - forgetFactor) << 15
        sum += (32_768 - forgetFactor) << 15
        occupiedCount = max(occupiedCount, bucket + 1)
        spreadResidue(sum - Self.one)
        addCount += 1
        updateForgetFactor()
    }

    /// The first bucket above which at most 1 - `probability` lies; `probability` in Q30.
    func quantile(_ probability: Int) -> Int {
        let tail = Self.one - probability
        var index = 0
        var sum = Self.one - buckets[0]
        while sum > tail, index < buckets.count - 1 {
            index += 1
            sum -= buckets[index]
        }
        return index
    }

    /// Puts the rounding residue into the first buckets, at most a sixteenth of each.
    private mutating func spreadResidue(_ residue: Int) {
        var residue = residue
        let sign = residue > 0 ? -1 : 1
        var index = 0
        while residue != 0, index < occupiedCount {
            let correction = sign * min(abs(residue), buckets[index] >> 4)
            buckets[index] += correction
            residue += correction
            index += 1
        }
    }

    private mutating func updateForgetFactor() {
        guard let startForgetWeight else {
            forgetFactor += (steadyForgetFactor - forgetFactor + 3) >> 2
            return
        }
        guard forgetFactor != steadyForgetFactor else { return }
        let factor = Int(32_768 * (1 - startForgetWeight / Double(addCount + 1)))
        forgetFactor = max(0, min(steadyForgetFactor, factor))
    }
}
