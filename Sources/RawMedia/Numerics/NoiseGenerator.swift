/// The fast generator behind sampled noise: xorshift64*.
///
/// Vigna: "An experimental exploration of Marsaglia's xorshift generators, scrambled", ACM TOMS 42(4), 2016.
/// It is seeded from the caller's stream, so that a signal costs one draw of that stream however long it is.
struct NoiseGenerator: RandomNumberGenerator, Hashable, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = Self.mixed(seed) | 1 }

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }

    /// A sample of white noise, uniform in -1..<1 (variance 1/3).
    mutating func whiteSample() -> Double { Double(Int64(bitPattern: next())) * 0x1p-63 }

    /// A value in 0..<1.
    mutating func unitInterval() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A value between two bounds.
    mutating func value(in range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * unitInterval()
    }

    /// A fixed hash of 64 bits: the finaliser of SplitMix64.
    static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
