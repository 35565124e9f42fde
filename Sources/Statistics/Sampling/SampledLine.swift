/// The line of a combined regression estimate: its slope, the mean that it leads to, and what each unit weighs.
struct SampledLine {
    let strata: [PairedStratum]
    let isSloped: Bool
    let slope: Double
    let mean: Double

    private let products: [PairedStratum.Products]
    /// Each stratum's share of the population.
    private let weights: [Double]
    /// What a stratum's squares weigh in the slope: as they do in the variance of the mean.
    private let shares: [Double]
    private let spread: Double
    /// How much further the population lies than the sample.
    private let distance: Double

    /// A line through strata that have a pair each; its slope is one where it is not to be sloped, or cannot be.
    init(_ strata: [PairedStratum], isSloped: Bool) {
        let unitCount = Double(strata.reduce(0) { $0 + $1.unitCount })
        let weights = strata.map { Double($0.unitCount) / unitCount }
        let products = strata.map(\.products)
        let shares = zip(strata, weights).map { stratum, weight in
            let count = Double(stratum.pairs.count)
            return stratum.pairs.count > 1 ? weight * weight * stratum.undrawnShare / (count * (count - 1)) : 0
        }
        func sum(_ terms: (Int) -> Double) -> Double { CompensatedSum(strata.indices.map(terms)).value }
        spread = sum { shares[$0] * products[$0].auxiliarySquares }
        self.isSloped = isSloped && spread > 0
        slope = self.isSloped ? sum { shares[$0] * products[$0].crossProducts } / spread : 1
        // Where every unit was drawn the two means are one number, but for rounding.
        distance =
            strata.contains(where: \.isOpen)
            ? sum { weights[$0] * strata[$0].auxiliaryMean } - sum { weights[$0] * products[$0].auxiliaryMean } : 0
        mean = sum { weights[$0] * products[$0].targetMean } + slope * distance
        (self.strata, self.weights, self.products, self.shares) = (strata, weights, products, shares)
    }

    /// What a stratum with two pairs at least adds to the variance of the mean.
    func variance(of place: Int, _ residuals: [Double]) -> Double {
        let (stratum, count) = (strata[place], Double(strata[place].pairs.count))
        guard stratum.isOpen else { return 0 }
        let squares = zip(stratum.pairs, residuals).map { pair, residual -> Double in
            let apart = pair.auxiliary - products[place].auxiliaryMean
            let pull = isSloped ? shares[place] * apart / spread : 0
            let weight = weights[place] / count + distance * pull
            // How much of its own value the line has from this unit; one that it goes through cannot be judged.
            let leverage = min(pull * apart / (1 - 1 / count), 0.99)
            let own = weight * residual / (1 - leverage)
            return own * own
        }
        return stratum.undrawnShare * count / (count - 1) * CompensatedSum(squares).value
    }
}
