import ClinicModel
import Statistics
import Testing
import Units

@Suite("Laws of time and of numbers against computed values")
struct LawVectorTests {
    struct File: Decodable {
        let lognormal: [LogNormal]
        let punctuality_normal: Normal
        let punctuality_generalised_logistic_faiz2018: Logistic
        let poisson_binomial_vector: Vector
        let binomial_limit: Limit
    }

    struct LogNormal: Decodable {
        let mean: Double, cv: Double, mu: Double, sigma: Double, median: Double
        let p5: Double, p25: Double, p75: Double, p90: Double, p95: Double, p99: Double
    }
    struct Normal: Decodable { let mean: Double, sd: Double, p_early: Double }
    struct Logistic: Decodable { let xi: Double, alpha: Double, kappa: Double, quantiles: [String: Double] }
    struct Vector: Decodable { let p: [Double], pmf: [Double] }
    struct Limit: Decodable { let n: Int, q: Double, mean: Double, p99: Int, p01: Int }

    @Test("Lognormal parameters and quantiles")
    func logNormal() throws {
        let file: File = try Vectors.decode("clinic")
        for row in file.lognormal {
            let (mu, sigma) = DurationLaw.logNormalParameters(mean: row.mean, variation: row.cv)
            #expect(agree(mu, row.mu, within: 1e-12) && agree(sigma, row.sigma, within: 1e-12))
            let law = DurationLaw(.logNormal, mean: TimeDelta(seconds: row.mean), variation: row.cv)
            for (probability, minutes) in [
                (0.05, row.p5), (0.25, row.p25), (0.5, row.median), (0.75, row.p75), (0.9, row.p90), (0.95, row.p95),
                (0.99, row.p99),
            ] {
                #expect(agree(row.mean * law.quantile(probability), minutes, within: 1e-12))
            }
        }
    }

    @Test("Normal and generalised logistic punctuality, and one that is on time")
    func punctuality() throws {
        let file: File = try Vectors.decode("clinic")
        let early = file.punctuality_normal
        let law = PunctualityLaw.normal(mean: .seconds(-600), deviation: .seconds(588))
        // The quantile at the probability of being early is the slot itself.
        #expect(abs(law.offset(at: early.p_early).seconds) < 1e-8 && early.mean == -10 && early.sd == 9.8)
        let logistic = file.punctuality_generalised_logistic_faiz2018
        for (text, minutes) in logistic.quantiles {
            let probability = try #require(Double(text))
            let value = PunctualityLaw.logistic(
                probability,
                location: logistic.xi,
                scale: logistic.alpha,
                shape: logistic.kappa
            )
            #expect(abs(value - minutes) <= 1e-10)
        }
        #expect(PunctualityLaw.onTime.offset(at: 0.99) == .zero)
        #expect(PunctualityLaw.faiz(median: .seconds(-300)).offset(at: 0.5) == .seconds(-300))
    }

    @Test("Poisson-binomial masses, and the binomial law that equal chances make")
    func numbers() throws {
        let file: File = try Vectors.decode("clinic")
        let masses = PoissonBinomial.masses(file.poisson_binomial_vector.p)
        #expect(masses.count == file.poisson_binomial_vector.pmf.count)
        for (mass, expected) in zip(masses, file.poisson_binomial_vector.pmf) {
            #expect(agree(mass, expected, within: 1e-12))
        }
        let limit = file.binomial_limit
        let equal = PoissonBinomial.masses(Array(repeating: limit.q, count: limit.n))
        for number in 0...limit.n {
            #expect(agree(equal[number], Binomial.mass(number, trials: limit.n, probability: limit.q), within: 1e-9))
        }
        #expect(PoissonBinomial.quantile(0.99, of: equal) == limit.p99)
        #expect(PoissonBinomial.quantile(0.01, of: equal) == limit.p01)
    }

    /// The mean by the midpoint rule over 200,000 quantiles; the tail beyond adds less than the tolerance.
    @Test("Every law has the mean it is given", arguments: DurationLaw.Kind.allCases)
    func means(kind: DurationLaw.Kind) {
        let law = DurationLaw(kind, mean: .seconds(840), variation: 0.5)
        let steps = kind == .beta || kind == .gamma ? 2_000 : 200_000
        var sum = CompensatedSum()
        for step in 0..<steps { sum.add(law.quantile((Double(step) + 0.5) / Double(steps))) }
        #expect(abs(sum.value / Double(steps) - 1) < (steps > 2_000 ? 1e-5 : 1e-3))
    }
}
