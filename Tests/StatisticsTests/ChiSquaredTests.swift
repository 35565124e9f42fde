import Statistics
import Testing

@Suite("Chi-squared distribution")
struct ChiSquaredTests {
    /// Tabulated quantiles (Abramowitz and Stegun, table 26.8) have these tails.
    @Test(
        "The upper tail is that of the tables",
        arguments: [
            (3.84146, 1, 0.05), (6.63490, 1, 0.01), (5.99146, 2, 0.05), (7.81473, 3, 0.05), (11.0705, 5, 0.05),
            (18.3070, 10, 0.05), (29.5883, 10, 0.001), (43.7730, 30, 0.05),
        ]
    )
    func tables(x: Double, degrees: Int, tail: Double) {
        #expect(abs(ChiSquared.upperTail(x, degreesOfFreedom: degrees) / tail - 1) < 2e-5)
    }

    @Test("The ends and what is no distribution")
    func ends() {
        #expect(ChiSquared.upperTail(0, degreesOfFreedom: 3) == 1)
        #expect(ChiSquared.upperTail(2_000, degreesOfFreedom: 4) == 0)
        #expect(ChiSquared.upperTail(1, degreesOfFreedom: 0).isNaN)
        #expect(ChiSquared.upperTail(-1, degreesOfFreedom: 2).isNaN)
    }
}
