/// Smooth random surfaces: hashed values on a lattice, joined without corners.
struct ValueNoise: Hashable, Sendable {
    private let seed: UInt64

    init(seed: UInt64) { self.seed = NoiseGenerator.mixed(seed) }

    /// The surface at a point, between -1 and 1; the lattice has a spacing of 1.
    func value(_ x: Double, _ y: Double) -> Double {
        let (column, row) = (x.rounded(.down), y.rounded(.down))
        let (right, down) = (Self.smooth(x - column), Self.smooth(y - row))
        let (i, j) = (Int(column), Int(row))
        let above = corner(i, j) + (corner(i + 1, j) - corner(i, j)) * right
        let below = corner(i, j + 1) + (corner(i + 1, j + 1) - corner(i, j + 1)) * right
        return above + (below - above) * down
    }

    /// Several surfaces of ever finer lattices, each half as high: about -1 to 1.
    func layers(_ count: Int, _ x: Double, _ y: Double) -> Double {
        var (sum, height, scale) = (0.0, 0.5, 1.0)
        for layer in 0..<count {
            sum += height * value(x * scale + Double(layer) * 17.3, y * scale - Double(layer) * 9.1)
            height /= 2
            scale *= 2
        }
        return sum
    }

    private func corner(_ column: Int, _ row: Int) -> Double {
        let key =
            UInt64(truncatingIfNeeded: column) &* 0x9E37_79B9 ^ UInt64(truncatingIfNeeded: row) &* 0x85EB_CA6B_C2B2
        return Double(Int64(bitPattern: NoiseGenerator.mixed(key ^ seed))) * 0x1p-63
    }

    private static func smooth(_ fraction: Double) -> Double { fraction * fraction * (3 - 2 * fraction) }
}
