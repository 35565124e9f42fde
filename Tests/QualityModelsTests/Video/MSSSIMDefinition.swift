import Foundation
import RawMedia

/// MS-SSIM as it is written down, in doubles and with plain sums, for tables of windows and low-pass filter.
struct MSSSIMDefinition {
    /// From the middle outwards.
    let window: [Double]
    let lowPass: [Double]

    /// The tables of libvmaf have six decimals.
    static let libvmaf = MSSSIMDefinition(
        window: [0.266012, 0.213006, 0.109361, 0.036001, 0.007599, 0.001028],
        lowPass: [0.602914, 0.266846, -0.078201, -0.016828, 0.026727]
    )

    static var exact: MSSSIMDefinition {
        let weights = (0...5).map { exp(-Double($0 * $0) / 4.5) }
        let sum = weights[0] + 2 * weights.dropFirst().reduce(0, +)
        return MSSSIMDefinition(
            window: weights.map { $0 / sum },
            lowPass: [
                0.60294901823635790, 0.26686411844287230, -0.07822326652898785, -0.01686411844287495,
                0.02674875741080976,
            ]
        )
    }

    private struct Plane {
        var width: Int
        var height: Int
        var values: [Double]

        func combined(_ other: Plane, _ operation: (Double, Double) -> Double) -> Plane {
            Plane(width: width, height: height, values: zip(values, other.values).map(operation))
        }
    }

    func index(_ one: I420Frame, _ other: I420Frame) -> Double {
        func plane(_ frame: I420Frame) -> Plane {
            Plane(width: frame.width, height: frame.height, values: frame.y.map(Double.init))
        }
        var (a, b) = (plane(one), plane(other))
        var index = 1.0
        for (scale, weight) in [0.0448, 0.2856, 0.3001, 0.2363, 0.1333].enumerated() {
            if scale > 0 { (a, b) = (halved(a), halved(b)) }
            let terms = means(a, b)
            index *= pow(terms.contrast, weight) * pow(terms.structure, weight)
            if scale == 4 { index *= pow(terms.luminance, weight) }
        }
        return index
    }

    private func means(_ a: Plane, _ b: Plane) -> (luminance: Double, contrast: Double, structure: Double) {
        let (c1, c2, c3) = (6.5025, 58.5225, 29.26125)
        let (m1, m2) = (windowed(a), windowed(b))
        let (aa, bb) = (windowed(a.combined(a, *)), windowed(b.combined(b, *)))
        let ab = windowed(a.combined(b, *))
        var sums = (0.0, 0.0, 0.0)
        for place in m1.values.indices {
            let (x, y) = (m1.values[place], m2.values[place])
            let (v1, v2) = (max(0, aa.values[place] - x * x), max(0, bb.values[place] - y * y))
            let root = sqrt(v1 * v2)
            sums.0 += (2 * x * y + c1) / (x * x + y * y + c1)
            sums.1 += (2 * root + c2) / (v1 + v2 + c2)
            sums.2 += (ab.values[place] - x * y + c3) / (root + c3)
        }
        let count = Double(m1.values.count)
        return (sums.0 / count, sums.1 / count, sums.2 / count)
    }

    private func windowed(_ plane: Plane) -> Plane {
        let along = (0..<plane.height).flatMap { row in
            (5..<plane.width - 5).map { column in
                (-5...5).reduce(0.0) { $0 + window[abs($1)] * plane.values[row * plane.width + column + $1] }
            }
        }
        let width = plane.width - 10
        let both = (5..<plane.height - 5).flatMap { row in
            (0..<width).map { column in
                (-5...5).reduce(0.0) { $0 + window[abs($1)] * along[(row + $1) * width + column] }
            }
        }
        return Plane(width: width, height: plane.height - 10, values: both)
    }

    private func halved(_ plane: Plane) -> Plane {
        func mirrored(_ index: Int, _ count: Int) -> Int {
            index < 0 ? -1 - index : index >= count ? 2 * count - 1 - index : index
        }
        let (width, height) = ((plane.width + 1) / 2, (plane.height + 1) / 2)
        let values = (0..<height).flatMap { row in
            (0..<width).map { column in
                var sum = 0.0
                for down in -4...4 {
                    for along in -4...4 {
                        let x = mirrored(2 * column + along, plane.width)
                        let y = mirrored(2 * row + down, plane.height)
                        sum += lowPass[abs(down)] * lowPass[abs(along)] * plane.values[y * plane.width + x]
                    }
                }
                return sum
            }
        }
        return Plane(width: width, height: height, values: values)
    }
}
