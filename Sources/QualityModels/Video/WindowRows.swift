/// The working memory for the Gaussian windows of one scale: a row of them at a time, eight columns at a time.
///
/// Rows are padded to whole vectors; what lies in the padding is computed and not summed.
struct WindowRows {
    private typealias Row = UnsafeMutableBufferPointer<Float>
    private typealias Lanes = SIMD8<Float>

    private static let window = SimilarityTerms.window
    private static let lanes = 8
    /// a, b, a^2, b^2, ab.
    private static let kinds = 5

    private let products: Row
    /// The last eleven rows of products, filtered along the row.
    private let ring: Row
    private let windows: Row
    private let terms: Row
    private let width: Int
    private let columns: Int
    private let weights: (Float, Float, Float, Float, Float, Float)

    private static func padded(_ count: Int) -> Int { (count + lanes - 1) / lanes * lanes }
    /// Of a row of windows.
    private var stride: Int { Self.padded(columns) }
    /// Of a row of products: the last vector of windows reaches ten columns further.
    private static func productStride(width: Int) -> Int { padded(width) + 2 * lanes }

    static func capacity(width: Int) -> Int {
        kinds * productStride(width: width) + (kinds * window + kinds + 3) * padded(width - window + 1)
    }

    init(_ memory: UnsafeMutableBufferPointer<Float>, width: Int, weights w: [Float]) {
        memory.initialize(repeating: 0)
        (self.width, columns) = (width, width - Self.window + 1)
        weights = (w[0], w[1], w[2], w[3], w[4], w[5])
        var begin = 0
        func part(_ count: Int) -> Row {
            defer { begin += count }
            return Row(rebasing: memory[begin..<begin + count])
        }
        let stride = Self.padded(columns)
        products = part(Self.kinds * Self.productStride(width: width))
        ring = part(Self.kinds * Self.window * stride)
        windows = part(Self.kinds * stride)
        terms = part(3 * stride)
    }

    /// Filters the products of one row along it, into the ring.
    func takeRow(
        _ one: UnsafeBufferPointer<Float>,
        _ other: UnsafeBufferPointer<Float>,
        from start: Int,
        number: Int
    ) {
        let length = Self.productStride(width: width)
        for column in Swift.stride(from: 0, to: width, by: Self.lanes) {
            // The last vector begins early enough to end with the row.
            let place = min(column, width &- Self.lanes)
            let a = load(UnsafeRawBufferPointer(one), start &+ place)
            let b = load(UnsafeRawBufferPointer(other), start &+ place)
            store(a, products, place)
            store(b, products, length &+ place)
            store(a * a, products, 2 &* length &+ place)
            store(b * b, products, 3 &* length &+ place)
            store(a * b, products, 4 &* length &+ place)
        }
        let slot = number % Self.window * Self.kinds
        for kind in 0..<Self.kinds { filterAlong(from: kind &* length, to: (slot &+ kind) &* stride) }
    }

    private func filterAlong(from source: Int, to target: Int) {
        let (k0, k1, k2, k3, k4, k5) = weights
        let products = UnsafeRawBufferPointer(products)
        var column = 0
        while column < columns {
            let place = source &+ column
            let near = load(products, place &+ 5) * k0 + (load(products, place &+ 4) + load(products, place &+ 6)) * k1
            let middle =
                (load(products, place &+ 3) + load(products, place &+ 7)) * k2
                + (load(products, place &+ 2) + load(products, place &+ 8)) * k3
            let far =
                (load(products, place &+ 1) + load(products, place &+ 9)) * k4
                + (load(products, place) + load(products, place &+ 10)) * k5
            store(near + middle + far, ring, target &+ column)
            column &+= Self.lanes
        }
    }

    /// Filters the eleven rows of the ring downwards; the last one taken is `last`.
    func filterDown(last: Int) {
        let (k0, k1, k2, k3, k4, k5) = weights
        let ring = UnsafeRawBufferPointer(ring)
        for kind in 0..<Self.kinds {
            func line(_ offset: Int) -> Int { ((last - 5 + offset) % Self.window * Self.kinds + kind) * stride }
            let (c, a1, b1, a2, b2) = (line(0), line(-1), line(1), line(-2), line(2))
            let (a3, b3, a4, b4, a5, b5) = (line(-3), line(3), line(-4), line(4), line(-5), line(5))
            var column = 0
            while column < columns {
                let near = load(ring, c &+ column) * k0 + (load(ring, a1 &+ column) + load(ring, b1 &+ column)) * k1
                let middle =
                    (load(ring, a2 &+ column) + load(ring, b2 &+ column)) * k2
                    + (load(ring, a3 &+ column) + load(ring, b3 &+ column)) * k3
                let far =
                    (load(ring, a4 &+ column) + load(ring, b4 &+ column)) * k4
                    + (load(ring, a5 &+ column) + load(ring, b5 &+ column)) * k5
                store(near + middle + far, windows, kind &* stride &+ column)
                column &+= Self.lanes
            }
        }
    }

    /// Luminance, contrast and structure of each window of the row.
    func makeTerms(c1: Float, c2: Float) {
        let windows = UnsafeRawBufferPointer(windows)
        let (zero, c3) = (Lanes(repeating: 0), c2 / 2)
        var column = 0
        while column < columns {
            let (m1, m2) = (load(windows, column), load(windows, stride &+ column))
            let v1 = (load(windows, 2 &* stride &+ column) - m1 * m1)
            let v2 = (load(windows, 3 &* stride &+ column) - m2 * m2)
            let (w1, w2) = (v1.replacing(with: zero, where: v1 .< zero), v2.replacing(with: zero, where: v2 .< zero))
            let both = load(windows, 4 &* stride &+ column) - m1 * m2
            let (l1, l2) = (m1 + ScaledLuma.middle, m2 + ScaledLuma.middle)
            let root = (w1 * w2).squareRoot()
            // Two flat windows have the same structure, whatever rounding leaves of their covariance.
            let kept = both.replacing(with: zero, where: (root .== zero) .& (both .< zero))
            store((l1 * l2 * 2 + c1) / (l1 * l1 + l2 * l2 + c1), terms, column)
            store((root * 2 + c2) / (w1 + w2 + c2), terms, stride &+ column)
            store((kept + c3) / (root + c3), terms, 2 &* stride &+ column)
            column &+= Self.lanes
        }
    }

    func sumTerms() -> (luminance: Double, contrast: Double, structure: Double) {
        var sums = (0.0, 0.0, 0.0)
        for column in 0..<columns {
            sums.0 += Double(terms[column])
            sums.1 += Double(terms[stride &+ column])
            sums.2 += Double(terms[2 &* stride &+ column])
        }
        return sums
    }

    @inline(__always)
    private func load(_ row: UnsafeRawBufferPointer, _ place: Int) -> Lanes {
        row.loadUnaligned(fromByteOffset: 4 &* place, as: Lanes.self)
    }

    @inline(__always)
    private func store(_ values: Lanes, _ row: Row, _ place: Int) {
        UnsafeMutableRawBufferPointer(row).storeBytes(of: values, toByteOffset: 4 &* place, as: Lanes.self)
    }
}
