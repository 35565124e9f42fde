import Testing

@testable import Statistics

@Suite("Normal distribution")
struct ElementaryNormalTests {
    /// Compared with Python's `statistics.NormalDist`, another implementation of AS 241, to 15 digits.
    @Test(
        "Quantiles match published values",
        arguments: zip(
            [0.25, 0.001, 1e-20, 0.975, 0.5],
            [-0.6744897501960817, -3.090232306167814, -9.262340089798408, 1.959963984540054, 0]
        )
    )
    func quantiles(probability: Double, expected: Double) {
        #expect(abs(Elementary.normalQuantile(probability) - expected) <= 4 * max(expected.ulp, 1e-16))
    }

    @Test("The ends of the unit interval are infinite and what lies outside is not a number")
    func ends() {
        #expect(Elementary.normalQuantile(0) == -.infinity)
        #expect(Elementary.normalQuantile(1) == .infinity)
        #expect(Elementary.normalQuantile(-0.1).isNaN)
        #expect(Elementary.normalQuantile(1.1).isNaN)
        #expect(Elementary.normalQuantile(.nan).isNaN)
    }

    /// The continued fraction in 60-digit decimal arithmetic, rounded.
    @Test(
        "The distribution function matches published values in both tails",
        arguments: zip(
            [-1.0, -2, -3, -6, -10, -20, -37, 0, 1, 6],
            [
                0.15865525393145705, 0.02275013194817921, 0.0013498980316300945, 9.865876450376981e-10,
                7.619853024160526e-24, 2.7536241186062337e-89, 5.725571222524577e-300, 0.5, 0.8413447460685429,
                0.9999999990134123,
            ]
        )
    )
    func cumulative(x: Double, expected: Double) {
        // exp(-x^2/2) multiplies the rounding of its argument by x^2/2.
        #expect(abs(Elementary.normalCDF(x) / expected - 1) <= 2e-15 + x * x * 1.2e-16)
    }

    @Test("The distribution function undoes the quantile")
    func roundTrip() {
        for index in 1..<2_000 {
            let probability = Double(index) / 2_000
            let x = Elementary.normalQuantile(probability)
            #expect(abs(Elementary.normalCDF(x) - probability) <= 1e-15)
        }
    }
}
