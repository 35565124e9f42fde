/// A stratum of a finite population: every unit measured one way, and some of them, drawn by chance, a second way too.
public struct PairedStratum: Hashable, Sendable {
    /// A unit of the sample, measured both ways.
    public struct Pair: Hashable, Sendable {
        /// As every unit was measured.
        public let auxiliary: Double
        /// As only the sample was.
        public let target: Double

        public init(auxiliary: Double, target: Double) { (self.auxiliary, self.target) = (auxiliary, target) }
    }

    /// How many units the stratum has, those of the sample included.
    public let unitCount: Int
    /// The mean of all of them, as every unit was measured.
    public let auxiliaryMean: Double
    public let pairs: [Pair]

    public init(unitCount: Int, auxiliaryMean: Double, pairs: [Pair]) {
        precondition(pairs.count <= unitCount, "a sample of \(pairs.count) out of \(unitCount)")
        (self.unitCount, self.auxiliaryMean, self.pairs) = (unitCount, auxiliaryMean, pairs)
    }

    /// Whether units are left that were not drawn, so that chance has a say.
    var isOpen: Bool { pairs.count < unitCount }

    /// The share of the units that were not drawn: the finite population correction.
    var undrawnShare: Double { 1 - Double(pairs.count) / Double(unitCount) }

    /// The means, squares and product of the pairs about their means.
    var products: Products { Products(pairs) }

    struct Products {
        let auxiliaryMean: Double
        let targetMean: Double
        let auxiliarySquares: Double
        let crossProducts: Double

        init(_ pairs: [Pair]) {
            let count = Double(pairs.count)
            let auxiliaryMean = CompensatedSum(pairs.map(\.auxiliary)).value / count
            let targetMean = CompensatedSum(pairs.map(\.target)).value / count
            let apart = pairs.map { ($0.auxiliary - auxiliaryMean, $0.target - targetMean) }
            auxiliarySquares = CompensatedSum(apart.map { $0.0 * $0.0 }).value
            crossProducts = CompensatedSum(apart.map { $0.0 * $0.1 }).value
            (self.auxiliaryMean, self.targetMean) = (auxiliaryMean, targetMean)
        }
    }

    /// What a line of this slope leaves of the targets, about its mean; what is rounding alone is nothing.
    func residuals(slope: Double) -> [Double] {
        let left = pairs.map { $0.target - slope * $0.auxiliary }
        let mean = CompensatedSum(left).value / Double(left.count)
        let size = pairs.reduce(0) { max($0, abs($1.target), abs(slope * $1.auxiliary)) }
        let residuals = left.map { $0 - mean }
        return residuals.contains { abs($0) > 1e-12 * size } ? residuals : residuals.map { _ in 0 }
    }
}
