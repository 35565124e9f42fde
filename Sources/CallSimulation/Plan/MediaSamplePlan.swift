import QualityModels
public import Results
import Scenarios
import VirtualTime

/// Which calls of a packet-tier run are run again with codecs.
///
/// Calls of the same network, patients and clinicians are a stratum. Each stratum gets its share of the sample (largest
/// remainder) and at least two calls, without which its spread would be unknown; where the sample is too small for
/// that, clinicians are not told apart, then patients, then networks. Which calls is a matter of the seed alone.
public struct MediaSamplePlan: Sendable {
    public let strata: [MediaSample.Stratum]
    /// The numbers of all calls that are drawn.
    public let calls: Set<Int>

    /// - Parameters:
    ///   - count: how many calls are wanted; more than there are is all of them.
    ///   - kinds: of each call, from number 1 on, what it is of, the most important first.
    init(count: Int, kinds: [[ThresholdRule.Tag]], seed: UInt64) {
        let strata = Self.strata(kinds, for: count)
        let quotas = Self.quotas(of: strata.map(\.calls.count), count: min(count, kinds.count))
        var random = RandomStream(seed: seed, owner: 0, cause: .mediaSample)
        let order = Permutation(count: kinds.count, random: &random).order
        var ranks = order
        for (rank, place) in order.enumerated() { ranks[place] = rank }
        self.strata = zip(strata, quotas).map { stratum, quota in
            let drawn = stratum.calls.sorted { ranks[$0 - 1] < ranks[$1 - 1] }.prefix(quota).sorted()
            return MediaSample.Stratum(tags: stratum.tags, calls: stratum.calls, drawn: drawn)
        }
        calls = Set(self.strata.flatMap(\.drawn))
    }

    private typealias Kind = (tags: [ThresholdRule.Tag], calls: [Int])

    /// The finest division of which every part gets its two calls, or all that it has.
    private static func strata(_ kinds: [[ThresholdRule.Tag]], for count: Int) -> [Kind] {
        let depth = kinds.map(\.count).max() ?? 0
        let divisions = (0...depth).reversed().map { depth in division(kinds.map { Array($0.prefix(depth)) }) }
        return divisions.first { $0.reduce(0) { $0 + min($1.calls.count, drawnMin) } <= count } ?? divisions.last ?? []
    }

    private static let drawnMin = 2

    /// Calls by kind, in the order in which the kinds come first.
    private static func division(_ kinds: [[ThresholdRule.Tag]]) -> [Kind] {
        var places: [[ThresholdRule.Tag]: Int] = [:]
        var division: [Kind] = []
        for (index, tags) in kinds.enumerated() {
            let place = places[tags] ?? division.count
            if place == division.count {
                places[tags] = place
                division.append((tags, []))
            }
            division[place].calls.append(index + 1)
        }
        return division
    }

    /// So many of each size, in proportion, but no fewer than two where there are two.
    static func quotas(of sizes: [Int], count: Int) -> [Int] {
        var quotas = sizes.map { min($0, drawnMin) }
        var free = Array(sizes.indices)
        guard quotas.reduce(0, +) <= count else {
            return Quotas.largestRemainder(shares: sizes.map(Double.init), count: count)
        }
        while !free.isEmpty {
            let rest = count - sizes.indices.filter { !free.contains($0) }.reduce(0) { $0 + quotas[$1] }
            let parts = Quotas.largestRemainder(shares: free.map { Double(sizes[$0]) }, count: rest)
            let short = zip(free, parts).filter { $1 < min(sizes[$0], drawnMin) }.map(\.0)
            guard !short.isEmpty else {
                for (place, part) in zip(free, parts) { quotas[place] = part }
                break
            }
            free.removeAll(where: short.contains)
        }
        return quotas
    }
}

extension CallPlanner {
    /// Draws a sample of the calls by network, patients and clinicians.
    public func mediaSample(count: Int) -> MediaSamplePlan {
        MediaSamplePlan(
            count: count,
            kinds: callNumbers.map { number in
                let (patients, clinicians) = groups(ofCall: number)
                return [("network", patients.network.name), ("patient", patients.name), ("clinician", clinicians.name)]
                    .map { ThresholdRule.Tag(name: $0.0, value: $0.1) }
            },
            seed: seed
        )
    }
}
