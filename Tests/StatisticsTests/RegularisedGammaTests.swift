import Statistics
import Testing

@Suite("Incomplete gamma function")
struct RegularisedGammaTests {
    private static let points = [1e-6, 0.01, 0.5, 1, 2, 5, 17.5, 60]

    @Test("A shape of one is the exponential law", arguments: points)
    func exponential(x: Double) {
        let upper = Elementary.exp(-x)
        #expect(abs(RegularisedGamma.upper(x, shape: 1) / upper - 1) < 1e-12)
        #expect(abs(RegularisedGamma.density(x, shape: 1) / upper - 1) < 1e-12)
        if x < 1e-3 { #expect(abs(RegularisedGamma.lower(x, shape: 1) / (x - x * x / 2) - 1) < 1e-12) }
    }

    /// P(shape 1/2, x) = P(|Z| <= sqrt(2 x)).
    @Test("A shape of a half is a squared normal value", arguments: points)
    func squaredNormal(x: Double) {
        let upper = 2 * Elementary.normalCDF(-(2 * x).squareRoot())
        #expect(abs(RegularisedGamma.upper(x, shape: 0.5) / upper - 1) < 1e-12)
    }

    /// The upper tail of a whole shape n is the chance of fewer than n events of a Poisson law.
    @Test("A whole shape counts the events of a Poisson law", arguments: [2, 3, 10, 40, 300])
    func erlang(shape: Int) {
        for factor in [0.5, 0.9, 1, 1.1, 1.6] {
            let x = Double(shape) * factor
            var (term, sum) = (Elementary.exp(-x), 0.0)
            for count in 0..<shape {
                sum += term
                term *= x / Double(count + 1)
            }
            #expect(abs(RegularisedGamma.upper(x, shape: Double(shape)) / sum - 1) < 1e-11)
            #expect(abs(RegularisedGamma.lower(x, shape: Double(shape)) - (1 - sum)) < 1e-12)
        }
    }

    @Test("The quantile undoes both tails", arguments: [0.1, 0.5, 1, 2, 7.3, 100, 1_000])
    func quantile(shape: Double) {
        for score in [-6, -4.5, -2, -0.5, 0, 0.7, 2, 4.5, 6] {
            let (lower, upper) = (Elementary.normalCDF(score), Elementary.normalCDF(-score))
            let x = RegularisedGamma.quantile(lower: lower, upper: upper, shape: shape)
            let found =
                score < 0
                ? RegularisedGamma.lower(x, shape: shape) / lower : RegularisedGamma.upper(x, shape: shape) / upper
            #expect(abs(found - 1) < 1e-10, "score \(score)")
        }
    }

    @Test("Outside its domain there is no value, and the ends have theirs")
    func ends() {
        #expect(RegularisedGamma.lower(-1, shape: 1).isNaN && RegularisedGamma.upper(1, shape: 0).isNaN)
        #expect(RegularisedGamma.lower(0, shape: 2) == 0 && RegularisedGamma.upper(0, shape: 2) == 1)
        #expect(RegularisedGamma.quantile(lower: 0, upper: 1, shape: 2) == 0)
        #expect(RegularisedGamma.quantile(lower: 1, upper: 0, shape: 2) == .infinity)
        #expect(RegularisedGamma.quantile(lower: 0.5, upper: 0.5, shape: -1).isNaN)
    }
}
