import Statistics
import Testing

@Suite("Sign flips")
struct SignFlipTests {
    /// SplitMix64 (Steele, Lea, Flood 2014), enough for draws that a test repeats.
    struct Draws: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }

        mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
    }

    /// The share of all sign patterns whose sum is at least that of the differences themselves, by its definition.
    private static func pValueByDefinition(_ differences: [Double], atMost value: Double) -> Double {
        let centred = differences.map { $0 - value }
        let observed = centred.reduce(0, +)
        let patterns = 1 << differences.count
        let beyond = (0..<patterns).count { pattern in
            let sum = centred.indices.reduce(0.0) { $0 + (pattern >> $1 & 1 == 1 ? -centred[$1] : centred[$1]) }
            return sum >= observed - 1e-9
        }
        return Double(beyond) / Double(patterns)
    }

    @Test("Few differences of one sign have the p-value of all signs being as they are")
    func oneSign() {
        var draws = Draws(state: 1)
        let test = SignFlipTest([1, 2, 3, 4], using: &draws)
        #expect(test.pValue(ofAtMost: 0) == 1.0 / 16)
        #expect(test.pValue(ofAtLeast: 0) == 1)
        #expect(test.pValue(of: 0) == 1.0 / 8)
        #expect(test.mean == 2.5)
    }

    @Test("The p-value is that of the definition, for any hypothesis", arguments: 0..<40)
    func definition(index: Int) {
        var draws = Draws(state: UInt64(index))
        let differences = (0..<(1 + index % 9)).map { _ in (draws.unit() * 20).rounded() - 8 }
        let test = SignFlipTest(differences, using: &draws)
        for value in [-3.0, -0.5, 0, 1, 2.25] {
            let expected = Self.pValueByDefinition(differences, atMost: value)
            #expect(abs(test.pValue(ofAtMost: value) - expected) < 1e-12)
            let mirrored = Self.pValueByDefinition(differences.map { -$0 }, atMost: -value)
            #expect(abs(test.pValue(ofAtLeast: value) - mirrored) < 1e-12)
        }
    }

    @Test("The interval holds what the test does not reject, and is open where the pairs are too few")
    func interval() throws {
        var draws = Draws(state: 2)
        let test = SignFlipTest((0..<10).map { Double($0) }, using: &draws)
        let interval = test.interval(confidence: 0.95)
        let (lower, upper) = (try #require(interval.lower), try #require(interval.upper))
        #expect(test.pValue(ofAtMost: lower - 1e-6) <= 0.025)
        #expect(test.pValue(ofAtMost: lower + 1e-6) > 0.025)
        #expect(test.pValue(ofAtLeast: upper + 1e-6) <= 0.025)
        #expect(test.pValue(ofAtLeast: upper - 1e-6) > 0.025)
        let few = SignFlipTest([1, 2, 3], using: &draws).interval(confidence: 0.95)
        #expect(few.lower == nil && few.upper == nil)
        let none = SignFlipTest([], using: &draws)
        #expect(none.mean == nil && none.pValue(of: 0) == 1 && none.interval().lower == nil)
    }

    @Test("Draws come near all choices, and the p-value is never 0")
    func draws() {
        var draws = Draws(state: 3)
        let differences = (0..<16).map { _ in draws.unit() - 0.35 }
        let drawn = SignFlipTest(differences, using: &draws)
        let exact = Self.pValueByDefinition(differences, atMost: 0)
        // Five standard errors of a share of 9,999 draws.
        let bound = 5 * (exact * (1 - exact) / 9_999).squareRoot() + 1e-4
        #expect(abs(drawn.pValue(ofAtMost: 0) - exact) < bound)
        let far = SignFlipTest([Double](repeating: 1, count: 40), using: &draws)
        #expect(far.pValue(ofAtMost: 0) == 1.0 / 10_000)
        #expect(far.pValue(ofAtMost: 1) == 1)
    }

    @Test("Pairs that hang together count as one, by their weights")
    func clusters() {
        var draws = Draws(state: 4)
        let pairs = [SignFlipTest.Pair(sum: 6, weight: 3), .init(sum: 1, weight: 1), .init(sum: 4, weight: 4)]
        let test = SignFlipTest(pairs: pairs, using: &draws)
        #expect(test.mean == 11.0 / 8)
        #expect(test.pairCount == 3)
        // Of the choices' means 2, 1, 1, 7/4, 10/7, 1, 11/8 those at most 1 are three; the empty choice counts too.
        #expect(test.pValue(ofAtMost: 1) == 4.0 / 8)
    }

    @Test("Differences without an effect are rejected no more often than the level says")
    func level() {
        var draws = Draws(state: 5)
        let count = 2_000
        let rejected = (0..<count).count { _ in
            let differences = (0..<10).map { _ in draws.unit() + draws.unit() - 1 }
            return SignFlipTest(differences, using: &draws).pValue(ofAtMost: 0) <= 0.05
        }
        // 5 % and 4 standard errors of a share of 2,000.
        #expect(Double(rejected) / Double(count) < 0.05 + 4 * (0.05 * 0.95 / Double(count)).squareRoot())
    }
}

@Suite("Several tests and several looks")
struct MultiplicityTests {
    @Test("Holm's adjustment steps down, keeps the order and never passes 1")
    func holm() {
        let adjusted = HolmAdjustment.adjusted([0.01, 0.04, 0.03, 0.005])
        #expect(zip(adjusted, [0.03, 0.06, 0.06, 0.02]).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(HolmAdjustment.adjusted([0.9, 0.8]) == [1, 1])
        #expect(HolmAdjustment.adjusted([]).isEmpty)
    }

    @Test("Looks double up to the cap, and together spend no more than alpha", arguments: [(1, 1), (10, 20), (5, 33)])
    func looks(first: Int, cap: Int) {
        let schedule = LookSchedule(first: first, cap: cap, alpha: 0.05)
        #expect(schedule.looks.first?.pairCount == first)
        #expect(schedule.looks.last?.pairCount == cap)
        #expect(abs(schedule.looks.reduce(0) { $0 + $1.level } - 0.05) < 1e-15)
        for (one, next) in zip(schedule.looks, schedule.looks.dropFirst()) {
            #expect(next.pairCount == min(2 * one.pairCount, cap))
        }
    }
}
