/// Philox4x32 with ten rounds: a block of four random words as a pure function of a counter and a key.
///
/// Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC'11. On scalars, for Swift's
/// SIMD types make it several times slower.
enum Philox4x32 {
    typealias Block = (UInt32, UInt32, UInt32, UInt32)

    static func block(counter: Block, key: (UInt32, UInt32)) -> Block {
        var (c0, c1, c2, c3) = counter
        var (k0, k1) = key
        for _ in 0..<10 {
            let left = UInt64(0xD251_1F53) &* UInt64(c0)
            let right = UInt64(0xCD9E_8D57) &* UInt64(c2)
            (c0, c1) = (UInt32(truncatingIfNeeded: right >> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: right))
            (c2, c3) = (UInt32(truncatingIfNeeded: left >> 32) ^ c3 ^ k1, UInt32(truncatingIfNeeded: left))
            k0 &+= 0x9E37_79B9
            k1 &+= 0xBB67_AE85
        }
        return (c0, c1, c2, c3)
    }
}
