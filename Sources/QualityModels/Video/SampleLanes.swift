/// Sixteen samples beside each other, as the even and the odd ones of eight lanes of 16 bits.
///
/// So the four samples of a lane of 32 bits are those of one block, and no lane ever changes its place: the compiler
/// makes plain vector instructions of it on every processor.
struct SampleLanes {
    let even: SIMD8<UInt16>
    let odd: SIMD8<UInt16>

    static let count = 16

    @inline(__always)
    init(_ samples: UnsafeRawBufferPointer, at place: Int) {
        let lanes = samples.loadUnaligned(fromByteOffset: place, as: SIMD8<UInt16>.self)
        even = lanes & SIMD8<UInt16>(repeating: 255)
        odd = lanes &>> SIMD8<UInt16>(repeating: 8)
    }

    /// The squares of numbers from -255 to 255 that have wrapped, two by two.
    @inline(__always)
    static func squares(_ values: SIMD8<UInt16>) -> SIMD4<UInt32> { pairs(values &* values) }

    /// The sums of neighbours.
    @inline(__always)
    static func pairs(_ values: SIMD8<UInt16>) -> SIMD4<UInt32> {
        let wide = unsafeBitCast(values, to: SIMD4<UInt32>.self)
        return wide & SIMD4<UInt32>(repeating: 65_535) &+ wide &>> SIMD4<UInt32>(repeating: 16)
    }
}
