import Statistics
import TestSupport

/// A made-up population of three strata that was measured both ways, to draw samples from.
struct SampledPopulation {
    private let strata: [[PairedStratum.Pair]]

    /// Targets lie about a line of slope 0.7, as far as `noise` makes of a standard normal number.
    init(seed: UInt64, noise: (Double) -> Double) {
        var random = SplitMix64(seed: seed)
        func normal() -> Double { Elementary.normalQuantile((Double(random.next() >> 12) + 0.5) * 0x1p-52) }
        strata = [(120, 4.2), (60, 3.4), (20, 2.5)].map { count, centre in
            (0..<count).map { _ in
                let auxiliary = centre + 0.3 * normal()
                return PairedStratum.Pair(auxiliary: auxiliary, target: 0.9 + 0.7 * auxiliary + noise(normal()))
            }
        }
    }

    var mean: Double {
        let all = strata.flatMap { $0 }.map(\.target)
        return CompensatedSum(all).value / Double(all.count)
    }

    /// Draws so many of each stratum.
    func sample(_ counts: [Int], using random: inout SplitMix64) -> [PairedStratum] {
        zip(strata, counts).map { units, count in
            PairedStratum(
                unitCount: units.count,
                auxiliaryMean: CompensatedSum(units.map(\.auxiliary)).value / Double(units.count),
                pairs: Array(units.shuffled(using: &random).prefix(count))
            )
        }
    }
}
