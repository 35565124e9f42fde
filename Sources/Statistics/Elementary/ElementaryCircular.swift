extension Elementary {
    /// The sine of an angle in radians.
    ///
    /// Beyond 10^6 radians the angle is first reduced by a rounded 2 pi, and the result is off by up to `x` * 1e-16.
    public static func sin(_ x: Double) -> Double {
        guard x.isFinite else { return .nan }
        let (quadrant, angle) = reduce(x)
        let value = quadrant & 1 == 0 ? sineSeries(angle) : cosineSeries(angle)
        return quadrant & 2 == 0 ? value : -value
    }

    /// The cosine of an angle in radians, with the reach of `sin`.
    public static func cos(_ x: Double) -> Double {
        guard x.isFinite else { return .nan }
        let (quadrant, angle) = reduce(x)
        let value = quadrant & 1 == 0 ? cosineSeries(angle) : sineSeries(angle)
        return (quadrant + 1) & 2 == 0 ? value : -value
    }

    /// Quarter turns to take off, and what is left, within an eighth of a turn.
    private static func reduce(_ x: Double) -> (quadrant: Int, angle: DoubleDouble) {
        if abs(x) < 0x1.921fb54442d18p-1 { return (0, DoubleDouble(x)) }
        let near = abs(x) <= 1_000_000 ? x : x.truncatingRemainder(dividingBy: 0x1.921fb54442d18p+2)
        let count = (near * 0x1.45f306dc9c883p-1).rounded()
        // Pi / 2 in parts of 33, 33 and 53 bits: the first two products are exact for up to 2^20 quarter turns.
        let first = near - count * 0x1.921fb54400000p+0
        let second = DoubleDouble(adding: first, -count * 0x1.0b4611a600000p-34)
        let angle = second + DoubleDouble(-count * 0x1.3198a2e037073p-69)
        return (Int(count), angle)
    }

    /// x - x^3/3! + ... + x^17/17!
    private static func sineSeries(_ x: DoubleDouble) -> Double {
        let z = x.high * x.high
        var series = 1.0 / 355_687_428_096_000
        for coefficient in sineCoefficients { series = coefficient + z * series }
        return x.high + (x.high * z * series + x.low * (1 - z / 2))
    }

    /// 1 - x^2/2! + ... + x^16/16!
    private static func cosineSeries(_ x: DoubleDouble) -> Double {
        let z = x.high * x.high
        var series = 1.0 / 20_922_789_888_000
        for coefficient in cosineCoefficients { series = coefficient + z * series }
        let half = DoubleDouble(adding: 1, small: -z / 2)
        return half.high + (half.low + (z * z * series - x.high * x.low))
    }

    /// -1/15!, 1/13!, ..., -1/3!.
    private static let sineCoefficients: [Double] = [
        -1 / 1_307_674_368_000, 1 / 6_227_020_800, -1 / 39_916_800, 1 / 362_880, -1 / 5_040, 1 / 120, -1 / 6,
    ]

    /// -1/14!, 1/12!, ..., 1/4!.
    private static let cosineCoefficients: [Double] = [
        -1 / 87_178_291_200, 1 / 479_001_600, -1 / 3_628_800, 1 / 40_320, -1 / 720, 1 / 24,
    ]
}
