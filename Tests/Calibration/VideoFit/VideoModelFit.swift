import QualityModels
import Statistics
public import Units

/// Fits the twelve coefficients of G.1070's Vq to measured scores of one codec and size.
///
/// First v1 to v7 to the points without loss, then v8 to v12 to those with it, then all twelve to all points; from
/// fixed starts, of which the best end is taken. Residuals are the differences of Vq and score; where Vq without loss
/// would fall as bits grow, within the range of the points, that fall ten times over; and a weak pull towards the start,
/// 0.05 for a factor of e, without which coefficients that the points do not tell apart would run away together.
public struct VideoModelFit {
    public struct Point: Hashable, Sendable {
        public let bitrate: DataRate
        public let frameRate: Double
        public let ppl: Double
        public let score: Double

        public init(bitrate: DataRate, frameRate: Double, ppl: Double, score: Double) {
            (self.bitrate, self.frameRate, self.ppl, self.score) = (bitrate, frameRate, ppl, score)
        }
    }

    public struct Result: Hashable, Sendable {
        public let coefficients: [Double]
        /// Of Vq against the scores of all points.
        public let rmse: Double
        public let largest: Double
    }

    private let points: [Point]
    private let grid: [(bitrate: DataRate, frameRate: Double)]
    private let gridSteps = 16

    public init(_ points: [Point]) {
        self.points = points
        let rates = points.map { Double($0.bitrate.bitsPerSecond) }
        let (low, high) = (rates.min() ?? 1, rates.max() ?? 1)
        let steps = gridSteps
        grid = [7.5, 10, 15, 20, 30].flatMap { frameRate in
            (0..<steps).map { step in
                let share = Double(step) / Double(steps - 1)
                return (DataRate(bitsPerSecond: Int64(low * Elementary.pow(high / low, share))), frameRate)
            }
        }
    }

    /// The best fit; `nil` where no start leads to coefficients that hold for every point.
    public func best() -> Result? {
        let lossless = points.filter { $0.ppl < 0.05 }
        let lossy = points.filter { $0.ppl >= 0.05 }
        let rates = points.map(\.bitrate.kilobitsPerSecond).sorted()
        let scale = rates.isEmpty ? 1 : rates[rates.count / 2]
        var results: [(vector: [Double], sum: Double)] = []
        for coding in codingStarts(scale) {
            let first = LevenbergMarquardt.minimise(from: coding) { vector in
                let v = Self.coefficients(vector + Self.robust)
                return residuals(v, lossless) + falls(v) + Self.pull(vector, towards: coding)
            }
            guard !lossy.isEmpty else {
                results.append((first.parameters + Self.robust, first.sum))
                continue
            }
            for loss in lossStarts(scale) {
                let second = LevenbergMarquardt.minimise(from: loss) { vector in
                    residuals(Self.coefficients(first.parameters + vector), lossy) + Self.pull(vector, towards: loss)
                }
                let joint = LevenbergMarquardt.minimise(from: first.parameters + second.parameters) { vector in
                    let v = Self.coefficients(vector)
                    return residuals(v, points) + falls(v) + Self.pull(vector, towards: coding + loss)
                }
                results.append((joint.parameters, joint.sum))
            }
        }
        guard let best = results.min(by: { $0.sum < $1.sum }) else { return nil }
        let rounded = Self.coefficients(best.vector).map(Self.rounded)
        guard VideoCoefficients(rounded) != nil else { return nil }
        let differences = residuals(rounded, points)
        let square = differences.reduce(0) { $0 + $1 * $1 } / Double(max(1, differences.count))
        return Result(
            coefficients: rounded,
            rmse: square.squareRoot(),
            largest: differences.map(abs).max() ?? 0
        )
    }

    private static func pull(_ vector: [Double], towards start: [Double]) -> [Double] {
        zip(vector, start).map { 0.05 * ($0 - $1) }
    }

    /// No loss matters: for points that have none.
    private static let robust: [Double] = [1, 5, 10, 0, 0]

    private func codingStarts(_ scale: Double) -> [[Double]] {
        let ln = Elementary.log
        return [(10.0, 0.3), (20.0, 1.0), (30.0, 0.1)].flatMap { optimum, steepness in
            [0.5, 1.5].map { spread in
                [ln(optimum), 0, ln(3.6), ln(scale * steepness), ln(1), ln(spread), 0.1]
            }
        }
    }

    private func lossStarts(_ scale: Double) -> [[Double]] {
        let ln = Elementary.log
        return [(3.0, 0.0, 3.0), (5.0, -2.0, 8.0), (2.0, 3.0, 1.0)].map { floor, pace, bits in
            [ln(10), ln(scale), floor, pace, bits]
        }
    }

    /// The coefficients of a vector that is fitted.
    ///
    /// Those that are positive, v1, v3 to v6, v8 and v9, are fitted by their logarithms. v2 is 0 and v7 a square: with
    /// an optimum frame rate that stays and a robustness that does not fall, more bits without loss never lower Vq.
    static func coefficients(_ vector: [Double]) -> [Double] {
        let exp = { (value: Double) in Elementary.exp(min(max(value, -30), 30)) }
        return [
            exp(vector[0]), 0, exp(vector[2]), exp(vector[3]), exp(vector[4]), exp(vector[5]),
            vector[6] * vector[6] / 100,
            exp(vector[7]), exp(vector[8]), vector[9], vector[10], vector[11],
        ]
    }

    /// To six significant digits, as they are shipped.
    static func rounded(_ value: Double) -> Double {
        guard value != 0, value.isFinite else { return value }
        let digits = 5 - Int(Elementary.log10(abs(value)).rounded(.down))
        let power = Elementary.pow(10, Double(abs(digits)))
        return digits >= 0 ? (value * power).rounded() / power : (value / power).rounded() * power
    }

    private func residuals(_ v: [Double], _ points: [Point]) -> [Double] {
        let coefficients = VideoCoefficients(v)
        return points.map { point in
            let estimate = coefficients.flatMap {
                VideoQualityEstimate($0, bitrate: point.bitrate, frameRate: point.frameRate, ppl: point.ppl)
            }
            return (estimate?.quality.value ?? 9) - point.score
        }
    }

    private func falls(_ v: [Double]) -> [Double] {
        let coefficients = VideoCoefficients(v)
        let values = grid.map { place in
            coefficients.flatMap {
                VideoQualityEstimate($0, bitrate: place.bitrate, frameRate: place.frameRate, ppl: 0)?.quality.value
            }
        }
        return values.indices.map { index in
            guard let value = values[index] else { return 9 }
            guard !index.isMultiple(of: gridSteps), let before = values[index - 1] else { return 0 }
            return 10 * max(0, before - value)
        }
    }
}
