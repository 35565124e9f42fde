public import RawMedia

/// A picture's luma by large cells, free of brightness and contrast, to tell pictures apart by.
///
/// Ours. The mean of each of at most 48 by 36 cells, less the mean of all, scaled to length 1, so that the product of two
/// is their correlation. A picture without contrast has none.
public struct FrameThumbnail: Hashable, Sendable {
    static let columns = 48
    static let rows = 36
    /// The least standard deviation of the cells, in steps of luma, that is contrast and no noise of coding.
    static let leastContrast = 1.0

    /// Of length 1, or empty without contrast.
    let cells: [Float]
    /// A fingerprint of all samples: pictures with different ones differ.
    let print: UInt64

    public init(_ frame: I420Frame) {
        let columns = min(Self.columns, frame.width)
        let rows = min(Self.rows, frame.height)
        var means: [Double] = []
        means.reserveCapacity(columns * rows)
        for row in 0..<rows {
            let (top, bottom) = (row * frame.height / rows, (row + 1) * frame.height / rows)
            for column in 0..<columns {
                let (left, right) = (column * frame.width / columns, (column + 1) * frame.width / columns)
                var sum = 0
                for line in top..<bottom {
                    for index in (line * frame.width + left)..<(line * frame.width + right) {
                        sum += Int(frame.y[index])
                    }
                }
                means.append(Double(sum) / Double((bottom - top) * (right - left)))
            }
        }
        let mean = means.reduce(0, +) / Double(means.count)
        let energy = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let length = energy.squareRoot()
        let hasContrast = energy >= Self.leastContrast * Self.leastContrast * Double(means.count)
        cells = hasContrast ? means.map { Float(($0 - mean) / length) } : []
        print = frame.y.withUnsafeBufferPointer { samples in
            var state: UInt64 = 0xCBF2_9CE4_8422_2325
            for sample in samples { state = (state ^ UInt64(sample)) &* 0x100_0000_01B3 }
            return state
        }
    }

    /// The correlation of two pictures, -1 to 1; 0 where one has no contrast, or where they differ in shape.
    func correlation(_ other: Self) -> Float {
        guard cells.count == other.cells.count else { return 0 }
        return cells.withUnsafeBufferPointer { one in
            other.cells.withUnsafeBufferPointer { other in
                let (ones, others) = (UnsafeRawBufferPointer(one), UnsafeRawBufferPointer(other))
                var sums = SIMD8<Float>()
                var index = 0
                while index &+ 8 <= one.count {
                    let place = index &* MemoryLayout<Float>.size
                    sums +=
                        ones.loadUnaligned(fromByteOffset: place, as: SIMD8<Float>.self)
                        * others.loadUnaligned(fromByteOffset: place, as: SIMD8<Float>.self)
                    index &+= 8
                }
                var sum = sums.sum()
                while index < one.count {
                    sum += one[index] * other[index]
                    index &+= 1
                }
                return sum
            }
        }
    }
}
