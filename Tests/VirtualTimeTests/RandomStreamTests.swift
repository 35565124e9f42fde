import Testing
import Units

@testable import VirtualTime

@Suite("Random streams")
struct RandomStreamTests {
    /// The known answers that ship with Random123, for ten rounds.
    @Test("Philox gives its known answers")
    func knownAnswers() {
        let zero = Philox4x32.block(counter: (0, 0, 0, 0), key: (0, 0))
        #expect(zero == (0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
        let ones = UInt32.max
        let full = Philox4x32.block(counter: (ones, ones, ones, ones), key: (ones, ones))
        #expect(full == (0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
        let pi = Philox4x32.block(
            counter: (0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
            key: (0xa409_3822, 0x299f_31d0)
        )
        #expect(pi == (0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
    }

    @Test("A stream reads blocks in order with the layout that the results format fixes")
    func layout() {
        var stream = RandomStream(seed: 0x0123_4567_89ab_cdef, owner: 42, cause: .delay, leg: .patientUp)
        for block in UInt32(0)..<3 {
            let words = Philox4x32.block(counter: (block, 0, 42, 2 << 16 | 2), key: (0x89ab_cdef, 0x0123_4567))
            #expect(stream.next() == UInt64(words.1) << 32 | UInt64(words.0))
            #expect(stream.next() == UInt64(words.3) << 32 | UInt64(words.2))
        }
    }

    @Test("Skipping draws is the same as making them", arguments: [0, 1, 2, 3, 7, 100])
    func skipping(count: Int) {
        for lead in 0..<3 {
            var drawn = RandomStream(seed: 5, owner: 1, cause: .loss)
            var skipped = drawn
            for _ in 0..<lead { #expect(drawn.next() == skipped.next()) }
            for _ in 0..<count { _ = drawn.next() }
            skipped.skip(count)
            for _ in 0..<5 { #expect(drawn.next() == skipped.next()) }
        }
    }

    @Test("Seeds, owners, causes and legs each give another stream")
    func separation() {
        var firsts: [UInt64] = []
        for seed in UInt64(0)..<3 {
            for owner in [0, 1, RandomStream.firstSharedOwner] {
                for cause in Cause.allCases {
                    for leg in Leg.allCases {
                        var stream = RandomStream(seed: seed, owner: owner, cause: cause, leg: leg)
                        firsts.append(stream.next())
                    }
                }
            }
        }
        #expect(Set(firsts).count == firsts.count)
    }

    @Test("Causes and legs keep the numbers that the results format gave them")
    func numbers() {
        let causes = [1...13, 20...24, 30...38, 40...49, 55...57, 60...62, 70...71, 81...83, 100...115, 130...130]
            .flatMap {
                Array($0)
            }
        #expect(Cause.allCases.map { Int($0.rawValue) }.sorted() == causes)
        #expect(Leg.allCases.map(\.rawValue) == Array(0...6))
    }

    /// Means of 10^6 draws within 4.9 standard errors (one failure in a million); the variance of a sample variance
    /// is (mu4 - sigma^4) / n: 1/180 for the uniform, 2 for the normal, 8 for the exponential law.
    @Test("Uniform, normal and exponential values have their means and variances")
    func moments() {
        var stream = RandomStream(seed: 11, owner: 3, cause: .delay)
        let count = 1_000_000.0
        func check(mean: Double, variance: Double, spread: Double, _ draw: (inout RandomStream) -> Double) {
            var (sum, squares) = (0.0, 0.0)
            for _ in 0..<Int(count) {
                let value = draw(&stream) - mean
                sum += value
                squares += value * value
            }
            #expect(abs(sum / count) <= 4.9 * (variance / count).squareRoot())
            #expect(abs(squares / count - variance) <= 4.9 * (spread / count).squareRoot())
        }
        check(mean: 0.5, variance: 1 / 12.0, spread: 1 / 180.0) { $0.unitInterval() }
        check(mean: 0, variance: 1, spread: 2) { $0.normal() }
        check(mean: 3, variance: 9, spread: 8 * 81) { $0.exponential(mean: 3) }
    }

    /// Chi-squared with 6 degrees of freedom exceeds 38.3 once in a million.
    @Test("Bounded indices are even")
    func bounded() {
        var stream = RandomStream(seed: 2, owner: 0, cause: .assignment)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<70_000 { counts[stream.index(below: 7)] += 1 }
        let statistic = counts.reduce(0.0) { $0 + Double(($1 - 10_000) * ($1 - 10_000)) / 10_000 }
        #expect(statistic < 38.3)
        #expect(stream.index(below: 1) == 0)
    }
}
