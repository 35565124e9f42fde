import Testing
import Units

@testable import NetworkEmulation

/// Tests 4 and 7 of the network reference's section 7: what the chain's algebra says of runs and memory, and what a link does.
@Suite("The law of Gilbert-Elliott losses")
struct GilbertElliottLawTests {
    private func model(_ parameters: Vectors.GilbertElliottFile.Parameters) -> GilbertElliott {
        GilbertElliott(
            pace: .packets(
                leaveGood: Probability(clamping: parameters.p),
                leaveBad: Probability(clamping: parameters.r)
            ),
            lossWhenGood: Probability(clamping: parameters.loss_in_good_1_minus_k),
            lossWhenBad: Probability(clamping: parameters.loss_in_bad_1_minus_h)
        )
    }

    /// The chance that a stationary chain gives exactly these fates in a row.
    private func chance(of fates: [Bool], _ parameters: Vectors.GilbertElliottFile.Parameters) -> Double {
        let (p, r) = (parameters.p, parameters.r)
        var (good, bad) = (r / (p + r), p / (p + r))
        for (index, isLost) in fates.enumerated() {
            if index > 0 { (good, bad) = (good * (1 - p) + bad * r, good * p + bad * (1 - r)) }
            good *= isLost ? parameters.loss_in_good_1_minus_k : 1 - parameters.loss_in_good_1_minus_k
            bad *= isLost ? parameters.loss_in_bad_1_minus_h : 1 - parameters.loss_in_bad_1_minus_h
        }
        return good + bad
    }

    @Test("Conditional loss, burst ratio and mean run of a model are the vectors'")
    func algebra() throws {
        for vector in try Vectors.gilbertElliott().gemodel {
            let model = model(vector.params)
            let conditional = try #require(model.lossAfterLoss(inPackets: 1))
            #expect(abs(conditional - vector.cond_loss_given_loss) < 1e-11)
            #expect(abs(1 / (1 - conditional) / vector.mean_loss_run - 1) < 1e-11)
            let ratio = (1 - vector.loss) / (1 - conditional)
            #expect(abs(ratio / vector.burst_ratio_mean_run_times_1_minus_loss - 1) < 1e-11)
            for (index, correlation) in vector.autocorr_lag_1_to_10.enumerated() {
                let after = try #require(model.lossAfterLoss(inPackets: index + 1))
                let mine = (after - vector.loss) / (1 - vector.loss)
                #expect(abs(mine - correlation) < 1e-10, "lag \(index + 1)")
            }
            #expect(abs(1 - vector.params.p - vector.params.r - vector.lambda_1_p_r) < 1e-11)
            #expect(abs(1 / vector.params.r - vector.mean_bad_sojourn) < 1e-9)
            #expect(abs(1 / vector.params.p - vector.mean_good_sojourn) < 1e-9)
            #expect(abs((1 - vector.loss) / vector.runs_per_packet / vector.mean_gap_between_runs - 1) < 1e-9)
        }
    }

    /// Each link starts in its stationary law and is used for 14 packets only, so that the links are independent trials: the
    /// counts are binomial with the exact chances of the vectors.
    @Test("Runs and memory on a link have the chances of the vectors", arguments: [0, 3, 6, 8])
    func stationaryStart(index: Int) throws {
        let vector = try Vectors.gilbertElliott().gemodel[index]
        let trials = 20_000
        var runs = [Int](repeating: 0, count: 12)
        var pairs = [Int](repeating: 0, count: 10)
        for trial in 0..<trials {
            var link = Link(LinkConfiguration(loss: .gilbertElliott(model(vector.params))), seed: UInt64(trial))
            let fates = link.sendTrain(count: 14, spacing: .milliseconds(10)).map { $0 == .lost }
            if fates[0] { for lag in 1...10 where fates[lag] { pairs[lag - 1] += 1 } }
            guard !fates[0], fates[1], let end = fates[1...].firstIndex(of: false) else { continue }
            runs[end - 2] += 1
        }
        func check(_ count: Int, _ chance: Double, _ what: String) {
            let deviation = (chance * (1 - chance) * Double(trials)).squareRoot()
            // A count that chance makes rare is Poisson rather than normal: one more is no surprise.
            #expect(abs(Double(count) - chance * Double(trials)) <= oneInAMillion * deviation + 1, "\(what)")
        }
        for (length, share) in vector.run_pmf_1_to_12.enumerated() {
            let exact = chance(
                of: [false] + [Bool](repeating: true, count: length + 1) + [false],
                vector.params
            )
            #expect(abs(exact - vector.runs_per_packet * share) < 1e-10)
            check(runs[length], exact, "run of \(length + 1)")
        }
        for (lag, correlation) in vector.autocorr_lag_1_to_10.enumerated() {
            let both = vector.loss * vector.loss + correlation * vector.loss * (1 - vector.loss)
            check(pairs[lag], both, "lag \(lag + 1)")
        }
    }

    @Test("Links by loss and burst ratio lose what they should, within the exact variance of their chains")
    func burstRatios() throws {
        for vector in try Vectors.gilbertElliott().g107_inverse {
            let rate = try #require(Probability(vector.Ppl))
            let model = try #require(GilbertElliott(rate: rate, burstRatio: vector.BurstR))
            let count = 20_000
            var link = Link(LinkConfiguration(loss: .gilbertElliott(model)), seed: 5)
            _ = link.sendTrain(count: count, spacing: .milliseconds(20))
            let variance = vector.Ppl * (1 - vector.Ppl)
            let deviation = varianceOfLosses(
                count: count,
                variance: variance,
                covariance: variance,
                decay: 1 - vector.p - vector.r
            ).squareRoot()
            let excess = Double(link.counters.lost.packets) - vector.Ppl * Double(count)
            #expect(abs(excess) <= oneInAMillion * deviation, "\(vector.Ppl), \(vector.BurstR)")
        }
    }

    @Test("A burst ratio by time gives the packets of its spacing that ratio, and needs one above 1")
    func burstRatioByTime() throws {
        let rate = try #require(Probability(0.02))
        let model = try #require(GilbertElliott(rate: rate, burstRatio: 3, spacing: .milliseconds(20)))
        guard case .time(let share, let bad) = model.pace else {
            Issue.record("it is driven by packets")
            return
        }
        #expect(share == rate)
        #expect(bad > .milliseconds(20))
        let conditional = try #require(model.lossAfterLoss(after: .milliseconds(20)))
        // The mean spell is rounded to whole nanoseconds.
        #expect(abs((1 - 0.02) / (1 - conditional) - 3) < 1e-6)
        #expect(GilbertElliott(rate: rate, burstRatio: 1, spacing: .milliseconds(20)) == nil)
        #expect(GilbertElliott(rate: rate, burstRatio: 3, spacing: .zero) == nil)
        // Below max(L, 1 - L) there is no chain per packet either.
        #expect(GilbertElliott(rate: rate, burstRatio: 0.979) == nil)
        #expect(GilbertElliott(rate: rate, burstRatio: 0.98) != nil)
    }
}
