/// How far two measurements that say yes or no lie apart over a finite population, from a stratified sample of pairs.
///
/// The difference of shares is that of the units that turn from no to yes and those that turn back. Each of the two has
/// Wilson's interval, for as many trials as the strata's weights and the undrawn units leave (Kish's effective number,
/// "Survey Sampling", 1965, with the finite population correction), and both are put together as `RecoveredVariance` does,
/// with the correlation that two outcomes of one trial have. It stays wide where no unit of a small sample turns, which a
/// standard error does not.
public enum ShareDifference {
    /// The interval of the second measurement's share less the first's; `nil` where a stratum has no pair.
    public static func interval(of strata: [PairedStratum], confidence: Double = 0.95) -> ConfidenceInterval? {
        guard !strata.isEmpty, strata.allSatisfy({ !$0.pairs.isEmpty }) else { return nil }
        let unitCount = Double(strata.reduce(0) { $0 + $1.unitCount })
        var (gained, lost, uncertainty) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
        for stratum in strata {
            let (weight, count) = (Double(stratum.unitCount) / unitCount, Double(stratum.pairs.count))
            gained.add(weight * Double(stratum.pairs.count { $0.target > $0.auxiliary }) / count)
            lost.add(weight * Double(stratum.pairs.count { $0.target < $0.auxiliary }) / count)
            uncertainty.add(weight * weight * stratum.undrawnShare / count)
        }
        let (up, down) = (min(gained.value, 1), min(lost.value, 1))
        guard uncertainty.value > 0 else { return ConfidenceInterval(lower: up - down, upper: up - down) }
        let trials = 1 / uncertainty.value
        guard let ofUp = WilsonScore.interval(share: up, trials: trials, confidence: confidence),
            let ofDown = WilsonScore.interval(share: down, trials: trials, confidence: confidence)
        else { return nil }
        let product = (1 - up) * (1 - down)
        let correlation = product > 0 ? -(up * down / product).squareRoot() : 0
        func reach(_ one: Double, _ other: Double) -> Double {
            max(one * one - 2 * correlation * one * other + other * other, 0).squareRoot()
        }
        let below = reach(up - (ofUp.lower ?? 0), (ofDown.upper ?? 1) - down)
        let above = reach((ofUp.upper ?? 1) - up, down - (ofDown.lower ?? 0))
        return ConfidenceInterval(lower: up - down - below, upper: up - down + above)
    }
}
