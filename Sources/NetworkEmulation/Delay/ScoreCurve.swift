import Statistics

/// An increasing function of a standard normal score, tabulated once and read by monotone cubic interpolation.
///
/// Scores beyond the ends read as the ends do. Hermite's cubics through values and slopes; a slope is cut to three
/// times the smaller secant beside it, which keeps the function increasing (Fritsch and Carlson, SIAM J. Numer. Anal.
/// 17, 1980).
struct ScoreCurve: Sendable {
    private struct Node: Sendable {
        var value: Double
        /// The slope times the step between nodes.
        var rise: Double
    }

    static let intervalCount = 256

    private let low: Double
    private let perStep: Double
    private var nodes: [Node]

    /// Tabulates a function that gives value and slope at a score.
    init(scores: ClosedRange<Double>, function: (Double) -> (value: Double, slope: Double)) {
        let step = (scores.upperBound - scores.lowerBound) / Double(Self.intervalCount)
        low = scores.lowerBound
        perStep = 1 / step
        nodes = (0...Self.intervalCount).map { index in
            let (value, slope) = function(scores.lowerBound + Double(index) * step)
            return Node(value: value, rise: slope * step)
        }
        for index in nodes.indices {
            let before = index > 0 ? nodes[index].value - nodes[index - 1].value : .infinity
            let after = index < Self.intervalCount ? nodes[index + 1].value - nodes[index].value : .infinity
            nodes[index].rise = min(nodes[index].rise, 3 * min(before, after))
        }
    }

    func value(at score: Double) -> Double {
        let place = (score - low) * perStep
        guard place > 0 else { return nodes[0].value }
        guard place < Double(Self.intervalCount) else { return nodes[Self.intervalCount].value }
        let index = Int(place)
        let t = place - Double(index)
        let (from, to) = (nodes[index], nodes[index + 1])
        let secant = to.value - from.value
        let square = 3 * secant - 2 * from.rise - to.rise
        let cube = from.rise + to.rise - 2 * secant
        return from.value + t * (from.rise + t * (square + t * cube))
    }

    /// Mean and standard deviation of the function of a standard normal score, the ends' atoms included.
    ///
    /// By Gauss and Legendre's rule of three points in each interval.
    var moments: (mean: Double, standardDeviation: Double) {
        let step = 1 / perStep
        let high = low + step * Double(Self.intervalCount)
        let (first, last) = (nodes[0].value, nodes[Self.intervalCount].value)
        let tails = (Elementary.normalCDF(low), Elementary.normalCDF(-high))
        func sum(_ term: (Double) -> Double) -> Double {
            var total = tails.0 * term(first) + tails.1 * term(last)
            for index in 0..<Self.intervalCount {
                let middle = low + (Double(index) + 0.5) * step
                for (offset, weight) in [(-0.6.squareRoot(), 5.0 / 18), (0, 8.0 / 18), (0.6.squareRoot(), 5.0 / 18)] {
                    let score = middle + offset * step / 2
                    total += step * weight * Self.density(score) * term(value(at: score))
                }
            }
            return total
        }
        let mean = sum { $0 }
        return (mean, sum { ($0 - mean) * ($0 - mean) }.squareRoot())
    }

    /// The same curve, moved and stretched to mean zero and standard deviation one.
    var standardised: ScoreCurve {
        let (mean, deviation) = moments
        var curve = self
        for index in nodes.indices {
            curve.nodes[index].value = (nodes[index].value - mean) / deviation
            curve.nodes[index].rise = nodes[index].rise / deviation
        }
        return curve
    }

    /// The standard normal density.
    static func density(_ score: Double) -> Double {
        0x1.9884533d43651p-2 * Elementary.exp(-score * score / 2)
    }

    /// The normal distribution's own probabilities, absolute error below 1e-7.
    static let probability = ScoreCurve(scores: -6...6) { (Elementary.normalCDF($0), density($0)) }
}
