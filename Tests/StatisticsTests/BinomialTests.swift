import Statistics
import Testing

@Suite("Binomial and beta distributions")
struct BinomialTests {
    /// From scipy.special.betainc 1.17, and the first by hand: 0.579825 exactly.
    @Test(
        "The incomplete beta function equals scipy's",
        arguments: [
            (0.3, 2.0, 5.0, 0.579825), (0.001, 0.5, 0.5, 0.020135041633377492), (0.95, 59, 1, 0.04849452524942311),
            (0.5, 1_000, 1_000, 0.5), (0.0502, 5_000, 95_000, 0.6156881365097363),
            (0.999, 3, 0.2, 0.6685414839010846), (1e-6, 1, 100_000, 0.09516262720594036),
            (0.7, 30.5, 10.25, 0.22908135384209308),
        ]
    )
    func beta(_ x: Double, _ a: Double, _ b: Double, _ expected: Double) {
        let value = RegularisedBeta.value(x, a: a, b: b)
        #expect(abs(value - expected) <= 1e-11 * expected, "\(value)")
    }

    @Test("The incomplete beta function is 0 and 1 at its ends and undefined outside")
    func betaEnds() {
        #expect(RegularisedBeta.value(0, a: 2, b: 3) == 0)
        #expect(RegularisedBeta.value(1, a: 2, b: 3) == 1)
        #expect(RegularisedBeta.value(-0.1, a: 2, b: 3).isNaN)
        #expect(RegularisedBeta.value(0.5, a: 0, b: 3).isNaN)
    }

    @Test("The quantile undoes the distribution function", arguments: [0.001, 0.05, 0.5, 0.95, 0.999])
    func quantile(_ probability: Double) {
        for (a, b) in [(1.0, 1.0), (0.5, 3), (59, 1), (120, 7), (5_000, 95_000)] {
            let x = RegularisedBeta.quantile(probability, a: a, b: b)
            #expect(abs(RegularisedBeta.value(x, a: a, b: b) - probability) < 1e-9)
        }
    }

    /// From scipy.stats.binom 1.17.
    @Test(
        "Binomial probabilities equal scipy's",
        arguments: [
            (3, 10, 0.25, 0.7758750915527344, 0.2502822875976561),
            (58, 59, 0.95, 0.9515054747505769, 0.15058826261662978),
            (4_900, 100_000, 0.05, 0.07407626615555202, 0.0020260291559405443),
            (7, 20, 0.5, 0.13158798217773438, 0.07392883300781249),
            (50_000, 100_000, 0.5, 0.5012615631070978, 0.0025231262141967386),
        ]
    )
    func binomial(_ successes: Int, _ trials: Int, _ probability: Double, _ cumulative: Double, _ mass: Double) {
        let sum = Binomial.cumulative(successes, trials: trials, probability: probability)
        let single = Binomial.mass(successes, trials: trials, probability: probability)
        #expect(abs(sum - cumulative) <= 1e-10 * cumulative, "\(sum)")
        #expect(abs(single - mass) <= 1e-10 * mass, "\(single)")
    }

    @Test("The masses add up to the distribution function", arguments: [0.0, 0.03, 0.5, 0.97, 1.0])
    func adds(_ probability: Double) {
        var sum = 0.0
        for successes in 0...40 {
            sum += Binomial.mass(successes, trials: 40, probability: probability)
            #expect(abs(sum - Binomial.cumulative(successes, trials: 40, probability: probability)) < 1e-13)
        }
        #expect(Binomial.cumulative(-1, trials: 40, probability: probability) == 0)
        #expect(Binomial.mass(41, trials: 40, probability: probability) == 0)
    }
}
