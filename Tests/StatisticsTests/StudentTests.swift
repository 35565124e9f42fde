import Statistics
import Testing

@Suite("Student's t")
struct StudentTests {
    /// NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.2.
    @Test(
        "Quantiles agree with the printed table",
        arguments: [(1.0, 12.706), (2, 4.303), (4, 2.776), (9, 2.262), (30, 2.042), (100, 1.984)]
    )
    func quantiles(degreesOfFreedom: Double, expected: Double) {
        #expect(abs(StudentT.quantile(0.975, degreesOfFreedom: degreesOfFreedom) - expected) <= 0.000_5)
    }

    @Test("One degree of freedom is Cauchy's distribution, and the median is zero")
    func cauchy() {
        #expect(abs(StudentT.quantile(0.75, degreesOfFreedom: 1) - 1) < 1e-12)
        #expect(StudentT.quantile(0.5, degreesOfFreedom: 3) == 0)
        #expect(StudentT.quantile(0.4, degreesOfFreedom: 3).isNaN)
    }

    @Test("A mean's interval needs two samples and is symmetric about the mean")
    func mean() throws {
        #expect(ConfidenceInterval.ofMean([3]) == nil && ConfidenceInterval.ofMean([]) == nil)
        let interval = try #require(ConfidenceInterval.ofMean([1, 3]))
        // Standard error 1, t(0.975, 1) = 12.7062.
        let (lower, upper) = try (#require(interval.lower), #require(interval.upper))
        #expect(abs(upper - 14.7062) < 1e-4 && abs(lower + 10.7062) < 1e-4)
    }
}
