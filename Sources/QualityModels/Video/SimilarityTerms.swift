import Statistics

/// The means of luminance, contrast and structure over all Gaussian windows of two planes of one size.
///
/// Each row's five products are filtered along the row as they come; eleven such rows make one row of windows.
struct SimilarityTerms {
    static let window = 11
    private static let deviation = 1.5
    private static let c1: Float = 6.5025
    private static let c2: Float = 58.5225

    let luminance: Double
    let contrast: Double
    let structure: Double

    /// The window's weights from its middle outwards; all eleven sum to 1.
    private static let weights: [Float] = {
        let raw = (0...window / 2).map { Elementary.exp(-Double($0 * $0) / (2 * deviation * deviation)) }
        let sum = raw[0] + 2 * raw.dropFirst().reduce(0, +)
        return raw.map { Float($0 / sum) }
    }()

    init(_ one: ScaledLuma, _ other: ScaledLuma) {
        let (width, height) = (one.width, one.height)
        let (columns, rows) = (width - Self.window + 1, height - Self.window + 1)
        var sums = (luminance: 0.0, contrast: 0.0, structure: 0.0)
        let weights = Self.weights
        withUnsafeTemporaryAllocation(of: Float.self, capacity: WindowRows.capacity(width: width)) { memory in
            one.samples.withUnsafeBufferPointer { one in
                other.samples.withUnsafeBufferPointer { other in
                    let space = WindowRows(memory, width: width, weights: weights)
                    for row in 0..<height {
                        space.takeRow(one, other, from: row * width, number: row)
                        guard row >= Self.window - 1 else { continue }
                        space.filterDown(last: row)
                        space.makeTerms(c1: Self.c1, c2: Self.c2)
                        let row = space.sumTerms()
                        sums.luminance += row.luminance
                        sums.contrast += row.contrast
                        sums.structure += row.structure
                    }
                }
            }
        }
        let count = Double(columns * rows)
        luminance = sums.luminance / count
        contrast = sums.contrast / count
        structure = sums.structure / count
    }
}
