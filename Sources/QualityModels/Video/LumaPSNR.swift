public import RawMedia
import Statistics

/// The peak signal-to-noise ratio of luma.
public enum LumaPSNR {
    /// What equal pictures get, as in libvmaf for 8 bits, in dB.
    public static let cap = 60.0

    /// 10 log10(255^2 / mean squared error) of the Y planes, at most 60 dB; the pictures must have the same size.
    public static func decibels(_ one: I420Frame, _ other: I420Frame) -> Double {
        precondition(one.width == other.width && one.height == other.height, "pictures of one size are compared")
        let error = squaredError(one.y, other.y)
        guard error > 0 else { return cap }
        return min(cap, 10 * Elementary.log10(255 * 255 * Double(one.y.count) / Double(error)))
    }

    static func squaredError(_ one: [UInt8], _ other: [UInt8]) -> UInt64 {
        // 2^12 times sixteen samples cannot overflow 32 bits.
        let stretch = SampleLanes.count << 12
        return one.withUnsafeBytes { one in
            other.withUnsafeBytes { other in
                var total: UInt64 = 0
                var begin = 0
                let count = min(one.count, other.count)
                while begin < count {
                    let end = min(begin &+ stretch, count)
                    total &+= squaredError(one, other, from: begin, to: end)
                    begin = end
                }
                return total
            }
        }
    }

    private static func squaredError(
        _ one: UnsafeRawBufferPointer,
        _ other: UnsafeRawBufferPointer,
        from begin: Int,
        to end: Int
    ) -> UInt64 {
        var sums = SIMD4<UInt32>(repeating: 0)
        var place = begin
        while place &+ SampleLanes.count <= end {
            let (a, b) = (SampleLanes(one, at: place), SampleLanes(other, at: place))
            sums &+= SampleLanes.squares(a.even &- b.even) &+ SampleLanes.squares(a.odd &- b.odd)
            place &+= SampleLanes.count
        }
        var total = UInt64(sums[0]) + UInt64(sums[1]) + UInt64(sums[2]) + UInt64(sums[3])
        while place < end {
            let difference = Int(one[place]) &- Int(other[place])
            total &+= UInt64(difference &* difference)
            place &+= 1
        }
        return total
    }
}
