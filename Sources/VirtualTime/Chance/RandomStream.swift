import Statistics
public import Units

/// A reproducible sequence of random numbers for one cause on one leg of one call.
///
/// The n-th block is a pure function of the seed, the owner, the cause, the leg and n, by Philox4x32-10 with
/// key (seed low, seed high) and counter (n low, n high, owner, purpose); the purpose holds the cause in its low
/// 16 bits and the leg in its high 16. Nothing that another call, shard or thread does can shift it.
public struct RandomStream: RandomNumberGenerator, Sendable {
    /// The first owner number of things that calls share, such as a site or a relay.
    ///
    /// Calls count from 1; 0 is the run itself.
    public static let firstSharedOwner: UInt32 = 1 << 31

    private let key: (UInt32, UInt32)
    private let owner: UInt32
    private let purpose: UInt32
    /// How many draws were made or passed over, and in its highest bit whether `second` is the next one: there are many
    /// streams, and a flag of its own would cost each eight bytes.
    private var position: UInt64 = 0
    private var second: UInt64 = 0

    private static let holdsSecond: UInt64 = 1 << 63

    /// The stream of an owner, which is the call's number or `firstSharedOwner` plus the number of a shared thing.
    public init(seed: UInt64, owner: UInt32, cause: Cause, leg: Leg = .clinicianUp) {
        key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
        self.owner = owner
        purpose = UInt32(leg.rawValue) << 16 | UInt32(cause.rawValue)
    }

    /// The next 64 random bits; each block of four words yields two.
    public mutating func next() -> UInt64 {
        let index = position & ~Self.holdsSecond
        let (isSecond, block) = (index & 1 == 1, index >> 1)
        let isHeld = position != index
        position = index &+ 1
        if isSecond, isHeld { return second }
        let counter = (UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32), owner, purpose)
        let words = Philox4x32.block(counter: counter, key: key)
        second = UInt64(words.3) << 32 | UInt64(words.2)
        if isSecond { return second }
        position |= Self.holdsSecond
        return UInt64(words.1) << 32 | UInt64(words.0)
    }

    /// Passes over as many draws without computing them.
    public mutating func skip(_ count: Int) {
        precondition(count >= 0, "a stream does not run backwards")
        guard count > 0 else { return }
        position = position & ~Self.holdsSecond &+ UInt64(count)
    }

    /// A value in `0..<1` with 53 random bits; one draw.
    public mutating func unitInterval() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A standard normal value by inversion; one draw.
    public mutating func normal() -> Double {
        // Half a step off both ends keeps the quantile finite and the values symmetric.
        Elementary.normalQuantile((Double(next() >> 12) + 0.5) * 0x1p-52)
    }

    /// An exponential value with the given mean; one draw.
    public mutating func exponential(mean: Double) -> Double { -mean * Elementary.log(1 - unitInterval()) }

    /// An exponential span with the given mean, to the nearest nanosecond; one draw.
    public mutating func exponential(mean: TimeDelta) -> TimeDelta {
        TimeDelta(nanoseconds: Int64(exponential(mean: Double(mean.nanoseconds)).rounded()))
    }

    /// A whole number below `bound`, each with the same chance; mostly one draw, more where the first would be biased.
    public mutating func index(below bound: Int) -> Int {
        precondition(bound > 0, "no index lies below \(bound)")
        let bound = UInt64(bound)
        // Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29 (2019), algorithm 5.
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let unfair = (0 &- bound) % bound
            while product.low < unfair { product = next().multipliedFullWidth(by: bound) }
        }
        return Int(product.high)
    }
}
