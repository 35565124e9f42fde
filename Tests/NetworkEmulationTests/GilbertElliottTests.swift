import Testing
import TestSupport
import Units

@testable import NetworkEmulation

@Suite("Gilbert-Elliott loss")
struct GilbertElliottTests {
    private func model(_ p: Double, _ r: Double, bad: Double = 1, good: Double = 0) -> GilbertElliott {
        GilbertElliott(
            pace: .packets(leaveGood: Probability(clamping: p), leaveBad: Probability(clamping: r)),
            lossWhenGood: Probability(clamping: good),
            lossWhenBad: Probability(clamping: bad)
        )
    }

    @Test("The stationary loss and the share of the bad state are the algebra's")
    func stationary() throws {
        for vector in try Vectors.gilbertElliott().gemodel {
            let parameters = vector.params
            let model = model(
                parameters.p,
                parameters.r,
                bad: parameters.loss_in_bad_1_minus_h,
                good: parameters.loss_in_good_1_minus_k
            )
            #expect(abs(model.badShare - vector.pi_bad) < 1e-11)
            #expect(abs(model.stationaryLossRate - vector.loss) < 1e-11)
        }
    }

    @Test("Rate and burst ratio, or mean burst, give the transition probabilities of G.107's inverse")
    func inverse() throws {
        for vector in try Vectors.gilbertElliott().g107_inverse {
            let rate = try #require(Probability(vector.Ppl))
            let byRatio = try #require(GilbertElliott(rate: rate, burstRatio: vector.BurstR))
            let byRun = try #require(GilbertElliott(rate: rate, meanBurst: .packets(vector.mean_run)))
            for model in [byRatio, byRun] {
                guard case .packets(let leaveGood, let leaveBad) = model.pace else {
                    Issue.record("a burst in packets made a chain in time")
                    continue
                }
                // The vectors are written with 12 digits.
                #expect(abs(leaveGood.value - vector.p) < 1e-11)
                #expect(abs(leaveBad.value - vector.r) < 1e-11)
            }
        }
    }

    @Test("Bursts that no chain has are refused")
    func impossible() throws {
        let half = try #require(Probability(0.5))
        let most = try #require(Probability(0.9))
        #expect(GilbertElliott(rate: half, meanBurst: .packets(0.9)) == nil)
        #expect(GilbertElliott(rate: most, meanBurst: .packets(2)) == nil)
        #expect(GilbertElliott(rate: half, meanBurst: .duration(.zero)) == nil)
        #expect(GilbertElliott(rate: half, burstRatio: 0) == nil)
        #expect(Loss.gilbert(rate: .never, meanBurst: .packets(3)) == .bernoulli(.never))
    }

    @Test("The chain repeats an independent simulation packet by packet")
    func simulation() throws {
        for vector in try Vectors.gilbertElliott().simulation_check {
            let parameters = vector.params
            let model = model(parameters[0], parameters[1], bad: parameters[2], good: parameters[3])
            guard case .packets(let leaveGood, let leaveBad) = model.pace else { continue }
            var random = SplitMix64(seed: vector.seed)
            var chain = PacketChain()
            var lost: [Int] = []
            var runs = 0
            for packet in 0..<vector.N {
                let isLost = chain.losesNextPacket(
                    of: model,
                    leaveGood: leaveGood,
                    leaveBad: leaveBad,
                    moves: random.unitInterval(),
                    loses: random.unitInterval()
                )
                guard isLost else { continue }
                if lost.last != packet - 1 { runs += 1 }
                lost.append(packet)
            }
            #expect(lost.count == vector.losses)
            #expect(runs == vector.runs)
            #expect(Array(lost.prefix(20)) == vector.first_20_loss_indices)
        }
    }

    @Test("On a link the chain's losses are as many as its exact variance allows")
    func lossesOnALink() throws {
        for vector in try Vectors.gilbertElliott().gemodel {
            let (p, r) = (vector.params.p, vector.params.r)
            let (bad, good) = (vector.params.loss_in_bad_1_minus_h, vector.params.loss_in_good_1_minus_k)
            let covariance = vector.pi_bad * (1 - vector.pi_bad) * (bad - good) * (bad - good)
            let count = 10_000
            let variance = varianceOfLosses(
                count: count,
                variance: vector.loss * (1 - vector.loss),
                covariance: covariance,
                decay: 1 - p - r
            )
            #expect(abs(variance / vector.var_losses_in_1e4 - 1) < 1e-6)
            var link = Link(LinkConfiguration(loss: .gilbertElliott(model(p, r, bad: bad, good: good))))
            _ = link.sendTrain(count: count, spacing: .milliseconds(10))
            let excess = Double(link.counters.lost.packets) - vector.loss * Double(count)
            #expect(abs(excess) <= oneInAMillion * variance.squareRoot(), "p \(p), r \(r)")
        }
    }

    /// Runs of a simple Gilbert chain are geometric; chi-squared with 9 degrees of freedom exceeds 44.8 once in 10^6.
    @Test("Runs of losses are geometric")
    func runs() throws {
        let rate = try #require(Probability(0.05))
        let loss = try #require(Loss.gilbert(rate: rate, meanBurst: .packets(4)))
        var link = Link(LinkConfiguration(loss: loss))
        let fates = link.sendTrain(count: 400_000, spacing: .milliseconds(10))
        var histogram = [Double](repeating: 0, count: 10)
        var run = 0
        for fate in fates {
            if fate == .lost {
                run += 1
            } else if run > 0 {
                histogram[min(run, 10) - 1] += 1
                run = 0
            }
        }
        let total = histogram.reduce(0, +)
        var statistic = 0.0
        var beyond = 1.0
        for (index, observed) in histogram.enumerated() {
            let expected = total * (index == 9 ? beyond : beyond * 0.25)
            statistic += (observed - expected) * (observed - expected) / expected
            beyond *= 0.75
        }
        #expect(statistic < 44.8)
    }
}
