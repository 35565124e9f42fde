/// One plane of a cut-out picture that is moved, turned and scaled.
struct SpritePlane: Sendable {
    let width: Int
    let height: Int
    private(set) var values: [UInt8]
    private(set) var coverage: [UInt8]

    /// Draws a plane by asking for the value and the coverage (0 to 1) of each sample.
    init(width: Int, height: Int, drawing: (Int, Int) -> (value: Double, coverage: Double)) {
        self.width = width
        self.height = height
        values = []
        coverage = []
        values.reserveCapacity(width * height)
        coverage.reserveCapacity(width * height)
        for row in 0..<height {
            for column in 0..<width {
                let sample = drawing(column, row)
                values.append(UInt8(min(255, max(0, sample.value + 0.5))))
                coverage.append(UInt8(min(255, max(0, sample.coverage * 255 + 0.5))))
            }
        }
    }

    /// Lays the sprite over a plane, bilinearly, in fixed-point numbers with 16 binary places.
    func lay(over plane: UnsafeMutableBufferPointer<UInt8>, width planeWidth: Int, by placement: SpritePlacement) {
        let planeHeight = plane.count / planeWidth
        let box = placement.box(of: self, width: planeWidth, height: planeHeight)
        values.withUnsafeBufferPointer { values in
            coverage.withUnsafeBufferPointer { coverage in
                for row in box.rows {
                    var (x, y) = placement.source(column: box.columns.lowerBound, row: row)
                    for column in box.columns {
                        let (left, top) = (x >> 16, y >> 16)
                        if left >= 0, top >= 0, left < width - 1, top < height - 1 {
                            let corner = top * width + left
                            let weights = Weights(x: (x >> 8) & 255, y: (y >> 8) & 255)
                            let covered = weights.blend(coverage, corner, width)
                            if covered > 0 {
                                let value = weights.blend(values, corner, width)
                                let index = row * planeWidth + column
                                let under = Int(plane[index])
                                plane[index] = UInt8(
                                    truncatingIfNeeded: under + ((value - under) * covered + 127) / 255
                                )
                            }
                        }
                        x += placement.columnStep.x
                        y += placement.columnStep.y
                    }
                }
            }
        }
    }

    private struct Weights {
        let x: Int
        let y: Int

        @inline(__always)
        func blend(_ plane: UnsafeBufferPointer<UInt8>, _ corner: Int, _ width: Int) -> Int {
            let above = Int(plane[corner]) * (256 - x) + Int(plane[corner + 1]) * x
            let below = Int(plane[corner + width]) * (256 - x) + Int(plane[corner + width + 1]) * x
            return (above * (256 - y) + below * y + 32_768) >> 16
        }
    }
}

/// A cut-out picture in colour; its planes are aligned at the top left.
struct Sprite: Sendable {
    let luma: SpritePlane
    let blue: SpritePlane
    let red: SpritePlane
}

/// Where a sprite lies in a plane: how places of the plane become places of the sprite.
struct SpritePlacement: Sendable {
    /// The sprite's movement for one column or row of the plane, with 16 binary places.
    let columnStep: (x: Int, y: Int)
    private let rowStep: (x: Int, y: Int)
    private let origin: (x: Int, y: Int)
    private let centre: (x: Double, y: Double)
    private let scale: Double

    /// Lays the sprite's point `pivot`, about which it turns, at `centre` of the plane, each in its own samples.
    init(pivot: (x: Double, y: Double), centre: (x: Double, y: Double), sine: Double, cosine: Double, scale: Double) {
        let (along, across) = (cosine / scale, sine / scale)
        columnStep = (Self.fixed(along), Self.fixed(-across))
        rowStep = (Self.fixed(across), Self.fixed(along))
        origin = (
            Self.fixed(pivot.x - along * centre.x - across * centre.y),
            Self.fixed(pivot.y + across * centre.x - along * centre.y)
        )
        self.centre = centre
        self.scale = scale
    }

    private static func fixed(_ value: Double) -> Int { Int((value * 65_536).rounded()) }

    func source(column: Int, row: Int) -> (x: Int, y: Int) {
        (
            origin.x + column * columnStep.x + row * rowStep.x,
            origin.y + column * columnStep.y + row * rowStep.y
        )
    }

    /// The part of the plane that the sprite can reach: found by turning its corners back.
    func box(of sprite: SpritePlane, width: Int, height: Int) -> (columns: Range<Int>, rows: Range<Int>) {
        let (along, across) = (Double(columnStep.x) / 65_536, Double(columnStep.y) / 65_536)
        let (left, top) = (Double(origin.x) / 65_536, Double(origin.y) / 65_536)
        let square = along * along + across * across
        var (low, high) = ((x: Double(width), y: Double(height)), (x: 0.0, y: 0.0))
        for (x, y) in [(0, 0), (sprite.width, 0), (0, sprite.height), (sprite.width, sprite.height)] {
            let (right, down) = (Double(x) - left, Double(y) - top)
            let corner = (x: (along * right + across * down) / square, y: (along * down - across * right) / square)
            low = (min(low.x, corner.x), min(low.y, corner.y))
            high = (max(high.x, corner.x), max(high.y, corner.y))
        }
        func span(_ low: Double, _ high: Double, _ limit: Int) -> Range<Int> {
            let start = min(limit, max(0, Int(low) - 1))
            return start..<max(start, min(limit, Int(high) + 2))
        }
        return (span(low.x, high.x, width), span(low.y, high.y, height))
    }
}
