import Statistics
import Testing
import TestSupport
import Units

@testable import NetworkEmulation

/// Section 2.3 of the network reference; the vectors were computed apart from this package.
@Suite("Estimating loss models from a record")
struct LossEstimationTests {
    /// The vectors' trace: a simple Gilbert chain with p = 0.01 and r = 0.25, its first packet kept.
    private static let trace: [Bool] = {
        var random = SplitMix64(seed: 2)
        var isLost = false
        return (0..<200_000).map { _ in
            defer {
                let draw = random.unitInterval()
                isLost = isLost ? draw >= 0.25 : draw < 0.01
            }
            return isLost
        }
    }()

    @Test("Counts, burst ratio and the maximum-likelihood Gilbert model with its standard errors are the vector's")
    func gilbert() throws {
        let vector = try Vectors.estimators()
        let tally = LossTally(Self.trace)
        #expect(tally.packetCount == vector.trace.N)
        #expect(tally.lossCount == vector.trace.losses)
        let first = Self.trace.indices.filter { Self.trace[$0] }.prefix(vector.trace.first_loss_indices.count)
        #expect(Array(first) == vector.trace.first_loss_indices)
        let counts = vector.transition_counts
        #expect(tally.keptThenKept == counts.n00 && tally.keptThenLost == counts.n01)
        #expect(tally.lostThenKept == counts.n10 && tally.lostThenLost == counts.n11)
        // Within half of the last digit that is written.
        #expect(abs(try #require(tally.lossRate) - vector.loss_hat) < 1e-12)
        #expect(abs(try #require(tally.meanRun) - vector.mean_run_hat) < 5.1e-8)
        #expect(abs(try #require(tally.burstRatio) - vector.burst_ratio_hat) < 5.1e-8)
        let estimate = try #require(GilbertEstimate(tally))
        #expect(abs(estimate.leaveGood.value - vector.p_hat) < 5.1e-11)
        #expect(abs(estimate.leaveBad.value - vector.q_hat) < 5.1e-9)
        #expect(abs(estimate.leaveGood.standardError - vector.se_p) < 5.1e-9)
        #expect(abs(estimate.leaveBad.standardError - vector.se_q) < 5.1e-6)
        #expect(estimate.isIdentified)
        #expect(abs(estimate.model.stationaryLossRate - vector.loss_hat) < 1e-5)
    }

    @Test("The chi-squared test of run lengths is the vector's, bin by bin")
    func runLengths() throws {
        let vector = try Vectors.estimators().chi_square_run_lengths
        let runs = LossTally(Self.trace).runs
        let test = try #require(RunLengthTest(runs: runs, leaveBad: 0.25, isFitted: false))
        #expect(test.observed == vector.observed)
        #expect(test.expected.count == vector.expected.count)
        for (mine, theirs) in zip(test.expected, vector.expected) { #expect(abs(mine / theirs - 1) < 1e-7) }
        #expect(abs(test.statistic - vector.chi2) < 5.1e-7)
        #expect(test.degreesOfFreedom == vector.dof)
        #expect(abs(test.pValue - vector.p_value) < 5.1e-7)
    }

    @Test("Bins that expect fewer than five runs are merged, and a fitted parameter costs a degree of freedom")
    func merging() throws {
        // 40 runs at r = 1/2: 20, 10, 5, 2.5, 1.25, … so that the fourth bin takes in all the rest.
        let runs = [Int](repeating: 1, count: 22) + [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 20]
        let test = try #require(RunLengthTest(runs: runs, leaveBad: 0.5, isFitted: true))
        #expect(test.observed == [22, 10, 4, 4])
        #expect(test.expected == [20, 10, 5, 5])
        #expect(test.degreesOfFreedom == 2)
        #expect(abs(test.statistic - 0.6) < 1e-12)
        #expect(abs(test.pValue - Elementary.exp(-0.3)) < 1e-12)
        #expect(RunLengthTest(runs: [1, 2], leaveBad: 0.5, isFitted: true) == nil)
    }

    @Test("The runs test rejects independence as the vector does, and lets independent losses pass")
    func independence() throws {
        let vector = try Vectors.estimators().runs_test_vs_independence
        let test = try #require(IndependenceTest(LossTally(Self.trace)))
        #expect(test.runCount == vector.runs)
        #expect(abs(test.expectedRuns - vector.expected_runs) < 5.1e-4)
        #expect(abs(test.standardDeviation - vector.sd) < 5.1e-4)
        #expect(abs(test.z - vector.z) < 5.1e-4)
        var random = SplitMix64(seed: 4)
        let independent = (0..<200_000).map { _ in random.unitInterval() < 0.04 }
        let passed = try #require(IndependenceTest(LossTally(independent)))
        #expect(abs(passed.z) <= oneInAMillion)
        #expect(IndependenceTest(LossTally([true, true])) == nil)
    }

    /// A record of the chain with these parameters, from SplitMix64.
    private func record(_ p: Double, _ r: Double, bad: Double, good: Double, count: Int, seed: UInt64) -> [Bool] {
        let model = GilbertElliott(
            pace: .packets(leaveGood: Probability(clamping: p), leaveBad: Probability(clamping: r)),
            lossWhenGood: Probability(clamping: good),
            lossWhenBad: Probability(clamping: bad)
        )
        var random = SplitMix64(seed: seed)
        var chain = PacketChain()
        return (0..<count).map { _ in
            chain.losesNextPacket(
                of: model,
                leaveGood: Probability(clamping: p),
                leaveBad: Probability(clamping: r),
                moves: random.unitInterval(),
                loses: random.unitInterval()
            )
        }
    }

    @Test(
        "Exact moments give back the model that has them",
        arguments: [(0.02, 0.1, 0.5), (0.01, 0.25, 1), (0.3, 0.4, 0.2)]
    )
    func moments(p: Double, r: Double, bad: Double) throws {
        let share = p / (p + r)
        let decay = 1 - p - r
        let covariance = share * (1 - share) * bad * bad * decay
        let estimate = GilbertElliottEstimate(rate: share * bad, covariance: covariance, decay: decay)
        #expect(abs(estimate.leaveGood - p) < 1e-12)
        #expect(abs(estimate.leaveBad - r) < 1e-12)
        #expect(abs(estimate.lossWhenBad - bad) < 1e-12)
        #expect(estimate.lossWhenGood == 0)
    }

    @Test("The fit by moments keeps the record's rate")
    func momentsOfARecord() throws {
        let record = record(0.02, 0.1, bad: 0.5, good: 0, count: 100_000, seed: 7)
        let estimate = try #require(GilbertElliottEstimate(moments: record))
        #expect(estimate.standing == .identified)
        #expect(abs(estimate.model.stationaryLossRate - (try #require(LossTally(record).lossRate))) < 1e-12)
    }

    /// Twice the logarithm of the ratio is chi-squared with four degrees of freedom (Wilks), above 33.4 once in 10^6.
    @Test("Baum and Welch's fit is likelier than the truth, and no more so than chance allows")
    func likelihood() throws {
        let record = record(0.02, 0.3, bad: 0.7, good: 0.002, count: 20_000, seed: 11)
        let fitted = try #require(GilbertElliottEstimate(maximumLikelihood: record))
        func logLikelihood(_ p: Double, _ r: Double, _ bad: Double, _ good: Double) -> Double {
            var prior = p / (p + r)
            return record.reduce(0.0) { sum, isLost in
                let inBad = prior * (isLost ? bad : 1 - bad)
                let all = inBad + (1 - prior) * (isLost ? good : 1 - good)
                prior = inBad / all * (1 - r) + (1 - inBad / all) * p
                return sum + Elementary.log(all)
            }
        }
        let mine = logLikelihood(fitted.leaveGood, fitted.leaveBad, fitted.lossWhenBad, fitted.lossWhenGood)
        let ratio = 2 * (mine - logLikelihood(0.02, 0.3, 0.7, 0.002))
        #expect(fitted.standing == .identified)
        #expect(ratio >= 0)
        #expect(ChiSquared.upperTail(ratio, degreesOfFreedom: 4) > 1e-6)
    }

    @Test("A record that is too short or without memory is marked, and one without loss has no fit")
    func unidentified() throws {
        let short = record(0.02, 0.3, bad: 0.7, good: 0, count: 2_000, seed: 1)
        let runs = LossTally(short).runs.count
        #expect(runs < 100)
        #expect(try #require(GilbertElliottEstimate(moments: short)).standing == .tooFewRuns(runs))
        #expect(try #require(GilbertEstimate(LossTally(short))).isIdentified == false)
        #expect(GilbertElliottEstimate(moments: [Bool](repeating: false, count: 100)) == nil)
        #expect(GilbertElliottEstimate(maximumLikelihood: [Bool](repeating: true, count: 100)) == nil)
        // Losses that keep apart from each other do not cluster.
        let apart = (0..<1_000).map { $0.isMultiple(of: 5) }
        #expect(GilbertElliottEstimate(moments: apart) == nil)
        #expect(GilbertEstimate(LossTally([true, true])) == nil)
    }
}
