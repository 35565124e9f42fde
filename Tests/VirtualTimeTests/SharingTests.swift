import Testing

import VirtualTime

@Suite("Quotas and permutations")
struct SharingTests {
    @Test(
        "Quotas add up and keep the largest remainders",
        arguments: [
            ([0.4, 0.4, 0.2], 24, [10, 9, 5]),
            ([0.4, 0.4, 0.2], 5, [2, 2, 1]),
            ([1, 1, 1], 10, [4, 3, 3]),
            ([0.1, 0.2, 0.7], 10, [1, 2, 7]),
            ([47, 16, 15.8, 12, 6.1, 3.1], 10, [5, 2, 1, 1, 1, 0]),
            ([5], 3, [3]),
            ([0, 1], 2, [0, 2]),
            ([1, 3], 0, [0, 0]),
        ] as [([Double], Int, [Int])]
    )
    func quotas(shares: [Double], count: Int, expected: [Int]) {
        #expect(Quotas.largestRemainder(shares: shares, count: count) == expected)
    }

    @Test("Quotas always add up and lie within one of the share")
    func quotasAddUp() {
        var random = RandomStream(seed: 8, owner: 0, cause: .assignment)
        for _ in 0..<500 {
            let shares = (0..<(1 + random.index(below: 9))).map { _ in random.unitInterval() + 1e-6 }
            let count = random.index(below: 1_000)
            let quotas = Quotas.largestRemainder(shares: shares, count: count)
            let total = shares.reduce(0, +)
            #expect(quotas.reduce(0, +) == count)
            for (share, quota) in zip(shares, quotas) {
                #expect(abs(Double(quota) - share / total * Double(count)) < 1 + 1e-9)
            }
        }
    }

    /// Chi-squared with 23 degrees of freedom exceeds 72.0 once in a million.
    @Test("Every order of four is equally likely")
    func permutations() {
        var random = RandomStream(seed: 1, owner: 0, cause: .assignment)
        var counts: [[Int]: Int] = [:]
        for _ in 0..<24_000 { counts[Permutation(count: 4, random: &random).order, default: 0] += 1 }
        #expect(counts.count == 24)
        let statistic = counts.values.reduce(0.0) { $0 + Double(($1 - 1_000) * ($1 - 1_000)) / 1_000 }
        #expect(statistic < 72.0)
    }

    @Test("A permutation holds every number once and repeats for its seed")
    func repeats() {
        var first = RandomStream(seed: 9, owner: 4, cause: .assignment)
        var second = first
        let permutation = Permutation(count: 100, random: &first)
        #expect(permutation.order.sorted() == Array(0..<100))
        #expect(permutation == Permutation(count: 100, random: &second))
        #expect(Permutation(count: 0, random: &first).order.isEmpty)
    }
}
