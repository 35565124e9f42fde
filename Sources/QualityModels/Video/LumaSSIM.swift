public import RawMedia

/// The structural similarity of luma.
///
/// Wang, Bovik, Sheikh, Simoncelli, "Image quality assessment: from error visibility to structural similarity", IEEE
/// Trans. Image Processing 13 (2004), with plain windows of 8 by 8 at a step of 4, K 0.01 and 0.03, variances over 64.
/// Sums of 4 by 4 blocks are taken once and combined, two by two, in the four windows that share them.
public enum LumaSSIM {
    /// The mean over all whole windows, at most 1; the pictures must have the same size.
    ///
    /// Up to three columns and rows at the far edges lie in no window. A picture narrower or lower than 8 is one window.
    public static func mean(_ one: I420Frame, _ other: I420Frame) -> Double {
        precondition(one.width == other.width && one.height == other.height, "pictures of one size are compared")
        guard one.width >= 8, one.height >= 8 else { return wholePicture(one.y, other.y) }
        let width = one.width
        let (columns, rows) = (width / 4, one.height / 4)
        // Two rows of block sums.
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 8 * columns) { integers in
            one.y.withUnsafeBufferPointer { one in
                other.y.withUnsafeBufferPointer { other in
                    var upper = BlockSums(integers, at: 0, blocks: columns)
                    var lower = BlockSums(integers, at: 4 * columns, blocks: columns)
                    var total = 0.0
                    for row in 0..<rows {
                        swap(&upper, &lower)
                        lower.sum(one, other, from: 4 * row * width, width: width)
                        if row > 0 { total += windows(upper, lower) }
                    }
                    return total / Double((columns - 1) * (rows - 1))
                }
            }
        }
    }

    /// The sum over one row of windows, each of two blocks above and two below, from the left.
    private static func windows(_ upper: BlockSums, _ lower: BlockSums) -> Double {
        let count = upper.totals.count - 1
        var (sum, index) = (0.0, 0)
        while index &+ 4 <= count {
            let scores = similarity(
                window(upper.totals, lower.totals, at: index),
                window(upper.differences, lower.differences, at: index),
                window(upper.totalSquares, lower.totalSquares, at: index),
                window(upper.differenceSquares, lower.differenceSquares, at: index)
            )
            // One after the other: the order of the additions is part of the result.
            for lane in 0..<4 { sum += scores[lane] }
            index &+= 4
        }
        while index < count {
            let window = { (above: UnsafeMutableBufferPointer<Int32>, below: UnsafeMutableBufferPointer<Int32>) in
                SIMD4<Int32>(repeating: above[index] &+ above[index &+ 1] &+ below[index] &+ below[index &+ 1])
            }
            sum +=
                similarity(
                    window(upper.totals, lower.totals),
                    window(upper.differences, lower.differences),
                    window(upper.totalSquares, lower.totalSquares),
                    window(upper.differenceSquares, lower.differenceSquares)
                )[0]
            index &+= 1
        }
        return sum
    }

    /// The sums of four windows beside each other.
    @inline(__always)
    private static func window(
        _ above: UnsafeMutableBufferPointer<Int32>,
        _ below: UnsafeMutableBufferPointer<Int32>,
        at index: Int
    ) -> SIMD4<Int32> {
        let (above, below) = (UnsafeRawBufferPointer(above), UnsafeRawBufferPointer(below))
        let left =
            above.loadUnaligned(fromByteOffset: 4 &* index, as: SIMD4<Int32>.self)
            &+ below.loadUnaligned(fromByteOffset: 4 &* index, as: SIMD4<Int32>.self)
        let right =
            above.loadUnaligned(fromByteOffset: 4 &* index &+ 4, as: SIMD4<Int32>.self)
            &+ below.loadUnaligned(fromByteOffset: 4 &* index &+ 4, as: SIMD4<Int32>.self)
        return left &+ right
    }

    /// (0.01 * 255)^2 and (0.03 * 255)^2, times the squared number of samples in a window.
    private static let luminanceConstant = 6.5025 * 64 * 64
    private static let contrastConstant = 58.5225 * 64 * 64

    /// The indices of four windows from the sums of their 64 samples; all but the quotient is exact in a double.
    @inline(__always)
    private static func similarity(
        _ total: SIMD4<Int32>,
        _ difference: SIMD4<Int32>,
        _ totalSquares: SIMD4<Int32>,
        _ differenceSquares: SIMD4<Int32>
    ) -> SIMD4<Double> {
        let (total, difference) = (SIMD4<Double>(total), SIMD4<Double>(difference))
        let (t, d) = (total * total, difference * difference)
        // 2 s1 s2, s1^2 + s2^2, 64 * 2 sum ab, 64 (sum a^2 + b^2).
        let (cross, own) = ((t - d) * 0.5, (t + d) * 0.5)
        let products = SIMD4<Double>(totalSquares &- differenceSquares) * 32
        let squares = SIMD4<Double>(totalSquares &+ differenceSquares) * 32
        let above = (cross + luminanceConstant) * (products - cross + contrastConstant)
        let below = (own + luminanceConstant) * (squares - own + contrastConstant)
        return above / below
    }

    /// The index with a whole small picture as the only window.
    private static func wholePicture(_ one: [UInt8], _ other: [UInt8]) -> Double {
        let count = Double(one.count)
        var (s1, s2, ss, s12) = (0.0, 0.0, 0.0, 0.0)
        for (a, b) in zip(one, other) {
            let (a, b) = (Double(a), Double(b))
            s1 += a
            s2 += b
            ss += a * a + b * b
            s12 += a * b
        }
        let (c1, c2) = (6.5025 * count * count, 58.5225 * count * count)
        let above = (2 * s1 * s2 + c1) * (2 * (count * s12 - s1 * s2) + c2)
        return above / ((s1 * s1 + s2 * s2 + c1) * (count * ss - s1 * s1 - s2 * s2 + c2))
    }
}
