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
        // A stretch of 2^15 samples cannot overflow 32 bits, in which the loop vectorises best.
        let stretch = 1 << 15
        return one.withUnsafeBufferPointer { one in
            other.withUnsafeBufferPointer { other in
                var total: UInt64 = 0
                var begin = 0
                let count = min(one.count, other.count)
                while begin < count {
                    let end = min(begin &+ stretch, count)
                    var sum: Int32 = 0
                    for index in begin..<end {
                        let difference = Int32(one[index]) &- Int32(other[index])
                        sum &+= difference &* difference
                    }
                    total &+= UInt64(sum.magnitude)
                    begin = end
                }
                return total
            }
        }
    }
}
