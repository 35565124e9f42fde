public import RawMedia

/// How much the luma of a picture steps at the borders of its 8 by 8 blocks, against inside of them.
///
/// **Ours**: with E the mean absolute step between neighbours over the borders at multiples of 8, both ways, and I that
/// everywhere else, the contrast is (E - I) / (E + I). It is near 0 for pictures that know of no grid and 1 where
/// blocks are flat. It sees the grid of the codec alone; a loop filter that smears the borders lowers it below 0.
public enum BlockEdges {
    static let side = 8

    /// The contrast of one picture, -1 to 1; `nil` where it is too small to have a border, below 16 a side.
    public static func contrast(_ picture: I420Frame) -> Double? {
        guard picture.width >= 2 * side, picture.height >= 2 * side else { return nil }
        let steps = picture.y.withUnsafeBufferPointer { Steps($0, width: picture.width, height: picture.height) }
        let (edge, inside) = (steps.meanAtBorders, steps.meanInside)
        return edge + inside > 0 ? (edge - inside) / (edge + inside) : 0
    }

    /// By how much the contrast of a shown picture is above that of its source, -2 to 2; below 0 the grid was smeared.
    ///
    /// `nil` as `contrast`; the pictures must have the same size.
    public static func added(shown: I420Frame, source: I420Frame) -> Double? {
        precondition(shown.width == source.width && shown.height == source.height, "pictures of one size are compared")
        guard let own = contrast(shown), let original = contrast(source) else { return nil }
        return own - original
    }

    /// Sums of absolute steps, to the right and down.
    private struct Steps {
        private var borderSum = 0
        private var borderCount = 0
        private var insideSum = 0
        private var insideCount = 0

        init(_ luma: UnsafeBufferPointer<UInt8>, width: Int, height: Int) {
            let borders = (width - 1) / BlockEdges.side
            for row in 0..<height {
                let start = row * width
                let whole = Self.steps(luma, from: start, to: start + 1, count: width - 1)
                var atBorders = 0
                for border in 1...borders {
                    let place = start + border * BlockEdges.side
                    atBorders += abs(Int(luma[place]) - Int(luma[place - 1]))
                }
                borderSum += atBorders
                insideSum += whole - atBorders
                borderCount += borders
                insideCount += width - 1 - borders
                guard row > 0 else { continue }
                let down = Self.steps(luma, from: start - width, to: start, count: width)
                if row.isMultiple(of: BlockEdges.side) {
                    borderSum += down
                    borderCount += width
                } else {
                    insideSum += down
                    insideCount += width
                }
            }
        }

        var meanAtBorders: Double { Double(borderSum) / Double(borderCount) }
        var meanInside: Double { Double(insideSum) / Double(insideCount) }

        private static func steps(_ luma: UnsafeBufferPointer<UInt8>, from: Int, to: Int, count: Int) -> Int {
            var sum: Int32 = 0
            for index in 0..<count {
                let step = Int32(luma[from &+ index]) &- Int32(luma[to &+ index])
                sum &+= step < 0 ? 0 &- step : step
            }
            return Int(sum)
        }
    }
}
