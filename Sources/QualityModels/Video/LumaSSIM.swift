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
        // One strip of column sums, two strips of block sums, one row of windows.
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 16 * columns + 8 * columns) { integers in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: columns) { scores in
                one.y.withUnsafeBufferPointer { one in
                    other.y.withUnsafeBufferPointer { other in
                        var upper = BlockSums(integers, at: 16 * columns, columns: columns)
                        var lower = BlockSums(integers, at: 20 * columns, columns: columns)
                        let strip = BlockSums(integers, at: 0, columns: 4 * columns)
                        var total = 0.0
                        for row in 0..<rows {
                            swap(&upper, &lower)
                            strip.sumColumns(one, other, from: 4 * row * width, width: width)
                            lower.sumBlocks(of: strip)
                            if row > 0 { total += windows(upper, lower, scores) }
                        }
                        return total / Double((columns - 1) * (rows - 1))
                    }
                }
            }
        }
    }

    /// The sum over one row of windows, each of two blocks above and two below.
    private static func windows(
        _ upper: BlockSums,
        _ lower: BlockSums,
        _ scores: UnsafeMutableBufferPointer<Double>
    ) -> Double {
        let count = upper.first.count - 1
        for index in 0..<count {
            let next = index &+ 1
            scores[index] = similarity(
                upper.first[index] &+ upper.first[next] &+ lower.first[index] &+ lower.first[next],
                upper.second[index] &+ upper.second[next] &+ lower.second[index] &+ lower.second[next],
                upper.squares[index] &+ upper.squares[next] &+ lower.squares[index] &+ lower.squares[next],
                upper.products[index] &+ upper.products[next] &+ lower.products[index] &+ lower.products[next]
            )
        }
        var sum = 0.0
        for index in 0..<count { sum += scores[index] }
        return sum
    }

    /// (0.01 * 255)^2 and (0.03 * 255)^2, times the squared number of samples in a window.
    private static let luminanceConstant = 6.5025 * 64 * 64
    private static let contrastConstant = 58.5225 * 64 * 64

    /// The index of one window from the sums of its 64 samples; all products are exact in a double.
    @inline(__always)
    private static func similarity(_ first: Int32, _ second: Int32, _ squares: Int32, _ products: Int32) -> Double {
        let (s1, s2, ss, s12) = (Double(first), Double(second), Double(squares), Double(products))
        let cross = s1 * s2
        let own = s1 * s1 + s2 * s2
        let above = (2 * cross + luminanceConstant) * (2 * (64 * s12 - cross) + contrastConstant)
        let below = (own + luminanceConstant) * (64 * ss - own + contrastConstant)
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
