import Statistics
import Testing
import Units
import VirtualTime

@testable import NetworkEmulation

/// A law by formulas of its own: what a sample of it is held against.
struct ExactLaw: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let distribution: DelayDistribution
    /// Mean and standard deviation before they are made zero and one.
    let mean: Double
    let deviation: Double
    /// The value before that at a score, and the probability of no more than a value.
    let quantile: @Sendable (Double) -> Double
    let cumulative: @Sendable (Double) -> Double

    func standardised(_ score: Double) -> Double { (quantile(score) - mean) / deviation }
    /// The fourth moment about the mean, in units of the squared variance.
    var kurtosis: Double {
        normalMean {
            let square = standardised($0) * standardised($0)
            return square * square
        }
    }

    static let all = [gamma(0.5), gamma(1), gamma(4), gamma(80), pareto(2.5), pareto(6), logNormal(0.3), logNormal(1)]

    static func gamma(_ shape: Double) -> ExactLaw {
        ExactLaw(
            testDescription: "gamma \(shape)",
            distribution: .gamma(shape: shape),
            mean: shape,
            deviation: shape.squareRoot(),
            quantile: {
                RegularisedGamma.quantile(
                    lower: Elementary.normalCDF($0),
                    upper: Elementary.normalCDF(-$0),
                    shape: shape
                )
            },
            cumulative: { RegularisedGamma.lower(max($0, 0), shape: shape) }
        )
    }

    /// Cut at the tail c^-a = 1e-6: E min(X, c)^n = (a - n c^(n-a)) / (a - n).
    static func pareto(_ shape: Double) -> ExactLaw {
        let cut = Elementary.pow(1e-6, -1 / shape)
        func moment(_ n: Double) -> Double { (shape - n * Elementary.pow(cut, n - shape)) / (shape - n) }
        return ExactLaw(
            testDescription: "Pareto \(shape)",
            distribution: .pareto(shape: shape),
            mean: moment(1),
            deviation: (moment(2) - moment(1) * moment(1)).squareRoot(),
            quantile: { min(cut, Elementary.pow(Elementary.normalCDF(-$0), -1 / shape)) },
            cumulative: { $0 <= 1 ? 0 : $0 < cut ? 1 - Elementary.pow($0, -shape) : 1 }
        )
    }

    static func logNormal(_ shape: Double) -> ExactLaw {
        let square = Elementary.exp(shape * shape)
        return ExactLaw(
            testDescription: "log-normal \(shape)",
            distribution: .logNormal(shape: shape),
            mean: square.squareRoot(),
            deviation: (square * (square - 1)).squareRoot(),
            quantile: { Elementary.exp(shape * $0) },
            cumulative: { $0 > 0 ? Elementary.normalCDF(Elementary.log($0) / shape) : 0 }
        )
    }
}

@Suite("Delay distributions (network.md section 7, nos. 10 and 11)")
struct DelayDistributionTests {
    /// The bound that the model's page gives for the table and its interpolation.
    private static let tableError = 1e-5

    @Test("The table is as near to the exact law as its page says, between its nodes too", arguments: ExactLaw.all)
    func tables(law: ExactLaw) {
        var worst = 0.0
        for index in -5_990...4_740 {
            let score = Double(index) / 1_000 + 0.000_37
            let exact = law.standardised(score)
            let error = abs(law.distribution.deviate(at: score) - exact) / max(1, abs(exact))
            worst = max(worst, error)
        }
        #expect(worst < Self.tableError)
    }

    @Test("What comes out has mean zero, the asked standard deviation and the law", arguments: ExactLaw.all)
    func law(law: ExactLaw) {
        let count = 100_000
        let jitter = Jitter(law.distribution, unit: .milliseconds(12))
        let values = jitter.excesses(count: count, spacing: .milliseconds(20)).map { $0 / 12 }
        #expect(values.count == count)
        let mean = values.reduce(0, +) / Double(count)
        #expect(abs(mean) < oneInAMillion / Double(count).squareRoot())
        let variance = values.reduce(0) { $0 + $1 * $1 } / Double(count)
        #expect(abs(variance - 1) < oneInAMillion * ((law.kurtosis - 1) / Double(count)).squareRoot())
        #expect(kolmogorovDistance(values) { law.cumulative(law.mean + law.deviation * $0) } < kolmogorovLimit)
    }

    @Test("With memory the normal scores have the autocovariance exp(-dt / memory), and the law stays")
    func memory() {
        let law = ExactLaw.gamma(2)
        let count = 100_000
        let jitter = Jitter(law.distribution, unit: .milliseconds(12), memory: .milliseconds(100))
        let values = jitter.excesses(count: count, spacing: .milliseconds(20)).map { $0 / 12 }
        let scores = values.map { Elementary.normalQuantile(law.cumulative(law.mean + law.deviation * $0)) }
        let powers = (0..<2_000).map { Elementary.exp(-0.2 * Double($0)) }
        for lag in 1...5 {
            let observed = zip(scores, scores.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 } / Double(count - lag)
            // Bartlett's formula for a Gaussian process of known mean.
            let spread = (-900...900).reduce(0.0) {
                $0 + powers[abs($1)] * powers[abs($1)] + powers[abs($1 + lag)] * powers[abs($1 - lag)]
            }
            #expect(abs(observed - powers[lag]) < oneInAMillion * (spread / Double(count - lag)).squareRoot())
        }
        // Each 100th: what is left of the correlation is e^-20.
        let thinned = stride(from: 0, to: count, by: 100).map { values[$0] }
        #expect(kolmogorovDistance(thinned) { law.cumulative(law.mean + law.deviation * $0) } < kolmogorovLimit)
    }

    @Test("Uniform jitter that remembers stays uniform")
    func uniform() {
        let values = Jitter(uniformWithin: .milliseconds(30), memory: .milliseconds(40))
            .excesses(count: 50_000, spacing: .milliseconds(20))
        #expect(values.allSatisfy { (-30.0...30.0).contains($0) })
        // Each 50th: what is left of the correlation is e^-25.
        let thinned = stride(from: 0, to: 50_000, by: 50).map { values[$0] }
        #expect(kolmogorovDistance(thinned) { ($0 + 30) / 60 } < kolmogorovLimit)
        let steps = zip(values, values.dropFirst()).map { abs($0 - $1) }
        // Independent values would be 20 ms apart on average.
        #expect(steps.reduce(0, +) / Double(steps.count) < 15)
    }

    /// The sum (z + 3 p) / 4 of netem's generator, with the Pareto part by its own standard deviation and the whole by
    /// the whole's.
    @Test("Pareto-normal is a quarter normal and three quarters Pareto, of the asked standard deviation")
    func paretoNormal() {
        let cut = Elementary.pow(1e-6, -1.0 / 3)
        func raw(_ score: Double) -> Double {
            let pareto = min(cut, Elementary.pow(Elementary.normalCDF(-score), -1.0 / 3))
            return (min(score, -Elementary.normalQuantile(1e-6)) + 3 * (pareto - 1.5) * 2 / 3.0.squareRoot()) / 4
        }
        let mean = normalMean(raw)
        let deviation = normalMean { (raw($0) - mean) * (raw($0) - mean) }.squareRoot()
        let law = DelayDistribution.paretoNormal
        for index in -590...470 {
            let score = Double(index) / 100 + 0.003
            let exact = (raw(score) - mean) / deviation
            #expect(abs(law.deviate(at: score) - exact) < Self.tableError * max(1, abs(exact)))
        }
        #expect(abs(normalMean(law.deviate)) < 1e-6)
        #expect(abs(normalMean { law.deviate(at: $0) * law.deviate(at: $0) } - 1) < 1e-5)
    }

    /// Pearson's statistic on 64 equally likely values, and the scale of the table itself.
    @Test("A table gives each of its values alike, with its own mean taken out")
    func table() throws {
        let values = (0..<64).map { Double($0 * $0) }
        let deviation = try #require(DelayDistribution.standardDeviation(of: values))
        let law = try #require(DelayDistribution.table(values.reversed()))
        let count = 100_000
        let unit = TimeDelta(seconds: deviation / 1e3)
        let mean = values.reduce(0, +) / 64
        var tally = Array(repeating: 0, count: 64)
        for excess in Jitter(law, unit: unit).excesses(count: count, spacing: .milliseconds(1)) {
            let value = excess + mean
            let index = Int(max(0, value + 0.01).squareRoot().rounded())
            #expect(abs(value - values[min(index, 63)]) < 1e-3)
            tally[min(index, 63)] += 1
        }
        let expected = Double(count) / 64
        let statistic = tally.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
        #expect(RegularisedGamma.upper(statistic / 2, shape: 63.0 / 2) > 1e-6)
        #expect(DelayDistribution.table([]) == nil && DelayDistribution.table([4, 4]) == nil)
        #expect(DelayDistribution.table([1, .infinity]) == nil && DelayDistribution.table([1, .nan]) == nil)
    }

    @Test("Every law takes one draw a packet, so that what comes later reads the same numbers")
    func draws() throws {
        func later(_ first: Jitter?) -> Timestamp? {
            let change = LinkChange(at: .milliseconds(50), jitter: Jitter(standardDeviation: .milliseconds(5)))
            var link = Link(
                LinkConfiguration(delay: .seconds(1), jitter: first, allowsReordering: true),
                LinkSchedule(changes: [change])
            )
            return link.sendTrain(count: 10, spacing: .milliseconds(10)).last?.deliveredAt
        }
        let laws: [DelayDistribution] = [
            .gamma(shape: 2), .pareto(shape: 3), .paretoNormal, .logNormal(shape: 0.5), .uniform,
            .clippedNormal(.literal), try #require(.table([1, 2, 3])),
        ]
        for law in laws { #expect(later(Jitter(law, unit: .milliseconds(3))) == later(nil)) }
    }

    @Test("Laws are equal by their shapes, and know their least value")
    func equality() {
        #expect(DelayDistribution.gamma(shape: 2) == .gamma(shape: 2))
        #expect(DelayDistribution.gamma(shape: 2) != .gamma(shape: 3))
        for law in ExactLaw.all {
            #expect(abs(law.distribution.least - law.standardised(-6)) < Self.tableError)
        }
        #expect(DelayDistribution.clippedNormal(.literal).least == 0)
    }
}

@Suite("Jitter that was there before")
struct EstablishedJitterTests {
    /// The stream of `Link` in the tests, and the formulas of docs/models/network-models.md written out again.
    @Test("Normal and uniform jitter give exactly the values of their formulas")
    func formulas() {
        var random = RandomStream(seed: 1, owner: 1, cause: .delay, leg: .patientUp)
        var score = 0.0
        let correlation = Elementary.exp(-20_000_000.0 / 100_000_000)
        let normal = Jitter(standardDeviation: .milliseconds(5), memory: .milliseconds(100))
        var link = Link(LinkConfiguration(delay: .seconds(1), jitter: normal, allowsReordering: true))
        for index in 0..<500 {
            let fresh = random.normal()
            score = index == 0 ? fresh : correlation * score + (1 - correlation * correlation).squareRoot() * fresh
            let sent = Timestamp.milliseconds(Int64(index) * 20)
            let excess = TimeDelta(nanoseconds: Int64((score * 5e6).rounded()))
            #expect(link.send(.full, at: sent).deliveredAt == sent + .seconds(1) + excess)
        }

        random = RandomStream(seed: 1, owner: 1, cause: .delay, leg: .patientUp)
        let uniform = Jitter(uniformWithin: .milliseconds(30))
        link = Link(LinkConfiguration(delay: .seconds(1), jitter: uniform, allowsReordering: true))
        for index in 0..<500 {
            let sent = Timestamp.milliseconds(Int64(index) * 20)
            let excess = TimeDelta(nanoseconds: Int64(((2 * random.unitInterval() - 1) * 30e6).rounded()))
            #expect(link.send(.full, at: sent).deliveredAt == sent + .seconds(1) + excess)
        }
    }
}
