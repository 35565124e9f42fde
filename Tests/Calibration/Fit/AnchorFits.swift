import Statistics

/// A straight line by least squares: what a tool's impairment is worth on the scale of published Ie (P.834's way).
public struct AnchorLine: Hashable, Sendable {
    public let slope: Double
    public let intercept: Double
    /// The root of the mean squared residual.
    public let rms: Double

    /// `nil` without two different abscissae.
    init?(_ points: [(x: Double, y: Double)]) {
        let count = Double(points.count)
        let (meanX, meanY) = (points.reduce(0) { $0 + $1.x } / count, points.reduce(0) { $0 + $1.y } / count)
        let spread = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
        guard points.count > 1, spread > 0 else { return nil }
        let slope = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) } / spread
        let intercept = meanY - slope * meanX
        self.slope = slope
        self.intercept = intercept
        rms = rootMeanSquare(points.map { slope * $0.x + intercept - $0.y })
    }

    func callAsFunction(_ x: Double) -> Double { slope * x + intercept }
}

/// A power by least squares, through the origin: what losses add by a tool, on the scale of published Ie,eff.
public struct AnchorPower: Hashable, Sendable {
    public let factor: Double
    /// From 0.2 to 1.5, in hundredths.
    public let exponent: Double
    public let rms: Double

    /// `nil` where no point has an abscissa above zero.
    init?(_ points: [(x: Double, y: Double)]) {
        var best: AnchorPower?
        for hundredths in 20...150 {
            let exponent = Double(hundredths) / 100
            let powers = points.map { (x: Self.power($0.x, exponent), y: $0.y) }
            let square = powers.reduce(0) { $0 + $1.x * $1.x }
            guard square > 0 else { return nil }
            let factor = powers.reduce(0) { $0 + $1.x * $1.y } / square
            let rms = rootMeanSquare(powers.map { factor * $0.x - $0.y })
            if best.map({ rms < $0.rms }) ?? true {
                best = AnchorPower(factor: factor, exponent: exponent, rms: rms)
            }
        }
        guard let best else { return nil }
        self = best
    }

    private init(factor: Double, exponent: Double, rms: Double) {
        self.factor = factor
        self.exponent = exponent
        self.rms = rms
    }

    func callAsFunction(_ x: Double) -> Double { factor * Self.power(x, exponent) }

    private static func power(_ x: Double, _ exponent: Double) -> Double {
        x > 0 ? Elementary.pow(x, exponent) : 0
    }
}

func rootMeanSquare(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
}
