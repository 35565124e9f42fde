import RawMedia

/// A luma plane at one scale, in floats around 0: 128 is taken away, so that products keep their precision.
struct ScaledLuma {
    static let middle: Float = 128

    let width: Int
    let height: Int
    let samples: [Float]

    init(_ picture: I420Frame) {
        (width, height) = (picture.width, picture.height)
        samples = [Float](unsafeUninitializedCapacity: width * height) { samples, written in
            picture.y.withUnsafeBufferPointer { luma in
                for index in 0..<luma.count { samples[index] = Float(luma[index]) - Self.middle }
            }
            written = picture.y.count
        }
    }

    private init(width: Int, height: Int, samples: [Float]) {
        (self.width, self.height, self.samples) = (width, height, samples)
    }

    /// The low-pass filter of the 9/7 biorthogonal wavelet from its middle outwards, with unit gain.
    private static let lowPass: [Float] = [
        0.602_949_018_236_36, 0.266_864_118_442_87, -0.078_223_266_528_99, -0.016_864_118_442_87, 0.026_748_757_410_81,
    ]

    /// The plane at half the size, odd sides rounded up.
    func halved() -> ScaledLuma {
        let (halfWidth, halfHeight) = ((width + 1) / 2, (height + 1) / 2)
        // Rows are filtered and thinned downwards first, for whole rows are fast.
        let low = samples.withUnsafeBufferPointer { samples in
            [Float](unsafeUninitializedCapacity: width * halfHeight) { target, written in
                for row in 0..<halfHeight { filterRows(samples, around: 2 * row, into: target, at: row * width) }
                written = width * halfHeight
            }
        }
        let half = low.withUnsafeBufferPointer { low in
            [Float](unsafeUninitializedCapacity: halfWidth * halfHeight) { target, written in
                for row in 0..<halfHeight { thinColumns(low, row: row, into: target, at: row * halfWidth) }
                written = halfWidth * halfHeight
            }
        }
        return ScaledLuma(width: halfWidth, height: halfHeight, samples: half)
    }

    private static func mirrored(_ index: Int, _ count: Int) -> Int {
        index < 0 ? -1 - index : index >= count ? 2 * count - 1 - index : index
    }

    private func filterRows(
        _ source: UnsafeBufferPointer<Float>,
        around row: Int,
        into target: UnsafeMutableBufferPointer<Float>,
        at start: Int
    ) {
        let (k0, k1, k2, k3, k4) = Self.taps
        func line(_ offset: Int) -> Int { Self.mirrored(row + offset, height) * width }
        let (c, a1, b1, a2, b2) = (line(0), line(-1), line(1), line(-2), line(2))
        let (a3, b3, a4, b4) = (line(-3), line(3), line(-4), line(4))
        let samples = UnsafeRawBufferPointer(source)
        func lanes(_ place: Int) -> SIMD8<Float> { samples.loadUnaligned(fromByteOffset: 4 &* place, as: SIMD8.self) }
        for first in stride(from: 0, to: width, by: 8) {
            // The last vector begins early enough to end with the row.
            let column = min(first, width &- 8)
            let near = lanes(c &+ column) * k0 + (lanes(a1 &+ column) + lanes(b1 &+ column)) * k1
            let middle = (lanes(a2 &+ column) + lanes(b2 &+ column)) * k2
            let far = (lanes(a3 &+ column) + lanes(b3 &+ column)) * k3
            let sum = near + middle + far + (lanes(a4 &+ column) + lanes(b4 &+ column)) * k4
            let bytes = UnsafeMutableRawBufferPointer(target)
            bytes.storeBytes(of: sum, toByteOffset: 4 &* (start &+ column), as: SIMD8<Float>.self)
        }
    }

    private func thinColumns(
        _ source: UnsafeBufferPointer<Float>,
        row: Int,
        into target: UnsafeMutableBufferPointer<Float>,
        at start: Int
    ) {
        let (k0, k1, k2, k3, k4) = Self.taps
        let line = row * width
        func sample(_ column: Int) -> Float { source[line + Self.mirrored(column, width)] }
        func filtered(_ column: Int) -> Float {
            let near = k0 * sample(column) + k1 * (sample(column - 1) + sample(column + 1))
            let middle = k2 * (sample(column - 2) + sample(column + 2))
            let far = k3 * (sample(column - 3) + sample(column + 3))
            return near + middle + far + k4 * (sample(column - 4) + sample(column + 4))
        }
        let samples = UnsafeRawBufferPointer(source)
        func lanes(_ column: Int) -> SIMD8<Float> {
            samples.loadUnaligned(fromByteOffset: 4 &* (line &+ column), as: SIMD8.self)
        }
        let count = (width + 1) / 2
        var half = 0
        while half < count {
            let column = 2 * half
            guard column >= 4, column + 12 <= width else {
                target[start + half] = filtered(column)
                half += 1
                continue
            }
            // Four samples of the thinner row: even places from every second load, odd ones from between.
            let (m4, m2, c, p2, p4) = (
                lanes(column - 4), lanes(column - 2), lanes(column), lanes(column + 2), lanes(column + 4)
            )
            let near = c.evenHalf * k0 + (m2.oddHalf + c.oddHalf) * k1 + (m2.evenHalf + p2.evenHalf) * k2
            let sum = near + (m4.oddHalf + p2.oddHalf) * k3 + (m4.evenHalf + p4.evenHalf) * k4
            let bytes = UnsafeMutableRawBufferPointer(target)
            bytes.storeBytes(of: sum, toByteOffset: 4 &* (start + half), as: SIMD4<Float>.self)
            half += 4
        }
    }

    private static var taps: (Float, Float, Float, Float, Float) {
        (lowPass[0], lowPass[1], lowPass[2], lowPass[3], lowPass[4])
    }
}
