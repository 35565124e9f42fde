import Testing
import Units

@testable import NetworkEmulation

/// Test 6 of the network reference's section 7, and section 2.2.
@Suite("Four-state losses")
struct FourStateTests {
    private func model(_ vector: Vectors.GilbertElliottFile.FourStates) throws -> FourState {
        let transitions = vector.params
        return try FourState(
            p13: Probability(clamping: transitions.p13),
            p31: Probability(clamping: transitions.p31),
            p32: Probability(clamping: transitions.p32),
            p23: Probability(clamping: transitions.p23),
            p14: Probability(clamping: transitions.p14)
        )
    }

    private func wish(_ vector: Vectors.GilbertElliottFile.Intuitive) -> FourState.Intuitive {
        FourState.Intuitive(
            lossRate: vector.P_loss,
            meanBurst: vector.E_B,
            burstDensity: vector.rho,
            isolatedLossRate: vector.P_isol,
            meanGoodRun: vector.E_GB
        )
    }

    @Test("Shares, conditional loss, mean run, burst ratio and run tails are the vectors'")
    func algebra() throws {
        let file = try Vectors.gilbertElliott()
        for vector in file.state4 + file.gi_to_state {
            let model = try model(vector)
            let shares = model.shares
            #expect(abs(shares.one - vector.pi_1_gap_ok) < 1e-11)
            #expect(abs(shares.two - vector.pi_2_burst_ok) < 1e-11)
            #expect(abs(shares.three - vector.pi_3_burst_lost) < 1e-11)
            #expect(abs(shares.four - vector.pi_4_isolated) < 1e-11)
            #expect(abs(model.stationaryLossRate - vector.loss) < 1e-11)
            let conditional = try #require(model.lossAfterLoss)
            #expect(abs(conditional - vector.cond_loss_given_loss) < 1e-11)
            #expect(abs(1 / (1 - conditional) - vector.mean_loss_run) < 1e-9)
            #expect(abs((1 - vector.loss) / (1 - conditional) - vector.burst_ratio) < 1e-9)
            // A run begins in state 3 or 4, and only one in 3 goes on.
            let (p, into3) = (vector.params, shares.one * vector.params.p13 + shares.two * vector.params.p23)
            let begins3 = into3 / (into3 + shares.one * p.p14)
            var tail = begins3
            for expected in vector.run_tail_ge_1_to_8.dropFirst() {
                tail *= 1 - p.p31 - p.p32
                #expect(abs(tail - expected) < 1e-11)
            }
            let intuitive = try #require(model.intuitive)
            #expect(abs(intuitive.burstDensity - vector.burst_density_rho) < 1e-11)
            #expect(abs(intuitive.meanBurst - vector.mean_burst_len_states_2_3) < 1e-9)
            #expect(abs(intuitive.isolatedLossRate - vector.isolated_loss_density) < 1e-11)
        }
    }

    @Test("The intuitive parameters give the vectors' transitions and come back within 1e-12")
    func mapping() throws {
        for vector in try Vectors.gilbertElliott().gi_to_state {
            let wish = wish(try #require(vector.gi))
            let model = try FourState(wish)
            let pairs = [
                (model.p13, vector.params.p13), (model.p31, vector.params.p31), (model.p32, vector.params.p32),
                (model.p23, vector.params.p23), (model.p14, vector.params.p14),
            ]
            for (mine, theirs) in pairs { #expect(abs(mine.value - theirs) < 1e-15) }
            let back = try #require(model.intuitive)
            #expect(abs(back.lossRate - wish.lossRate) < 1e-12)
            #expect(abs(back.meanBurst - wish.meanBurst) < 1e-12)
            #expect(abs(back.burstDensity - wish.burstDensity) < 1e-12)
            #expect(abs(back.isolatedLossRate - wish.isolatedLossRate) < 1e-12)
            #expect(abs(back.meanGoodRun - wish.meanGoodRun) < 1e-12)
        }
    }

    /// Each link is one trial of two packets from the stationary law: the counts are binomial.
    @Test("On a link the losses and their neighbours have the chances of the vectors", arguments: [0, 1, 2])
    func onALink(index: Int) throws {
        let vector = try Vectors.gilbertElliott().gi_to_state[index]
        let model = try model(vector)
        let trials = 40_000
        var (losses, pairs) = (0, 0)
        for trial in 0..<trials {
            var link = Link(LinkConfiguration(loss: .fourState(model)), seed: UInt64(trial))
            let fates = link.sendTrain(count: 2, spacing: .milliseconds(10))
            guard fates[0] == .lost else { continue }
            losses += 1
            if fates[1] == .lost { pairs += 1 }
        }
        let both = vector.loss * vector.cond_loss_given_loss
        for (count, chance) in [(losses, vector.loss), (pairs, both)] {
            let deviation = (chance * (1 - chance) * Double(trials)).squareRoot()
            #expect(abs(Double(count) - chance * Double(trials)) <= oneInAMillion * deviation)
        }
    }

    @Test("Slots give all packets within one the same fate, whatever else passes")
    func slots() throws {
        let vector = try #require(try Vectors.gilbertElliott().state4.last)
        let model = try model(vector)
        let slotted = try FourState(
            p13: model.p13,
            p31: model.p31,
            p32: model.p32,
            p23: model.p23,
            p14: model.p14,
            pace: .slots(.milliseconds(20))
        )
        var sparse = Link(LinkConfiguration(loss: .fourState(slotted)))
        var dense = Link(LinkConfiguration(loss: .fourState(slotted)))
        var lost = 0
        for slot in Int64(0)..<5_000 {
            let first = dense.send(.full, at: .milliseconds(20 * slot))
            #expect((dense.send(.full, at: .milliseconds(20 * slot + 7)) == .lost) == (first == .lost))
            #expect((dense.send(.full, at: .milliseconds(20 * slot + 19)) == .lost) == (first == .lost))
            if first == .lost { lost += 1 }
            guard slot.isMultiple(of: 3) else { continue }
            #expect((sparse.send(.full, at: .milliseconds(20 * slot + 11)) == .lost) == (first == .lost))
        }
        #expect(lost > 0)
    }

    private func rule(_ wish: FourState.Intuitive) -> String? {
        do {
            _ = try FourState(wish, pace: .packets)
            return nil
        } catch {
            return error.rule
        }
    }

    @Test("Impossible parameters are refused with their rule")
    func impossible() {
        let half = Probability(clamping: 0.6)
        #expect(throws: ImpossibleLoss(rule: "p13 + p14 is at most 100 %")) {
            try FourState(p13: half, p31: half, p32: .never, p23: .always, p14: half)
        }
        #expect(throws: ImpossibleLoss(rule: "p31 + p32 is at most 100 %")) {
            try FourState(p13: half, p31: half, p32: half, p23: .always, p14: .never)
        }
        typealias Wish = FourState.Intuitive
        #expect(rule(Wish(lossRate: 0.6, meanBurst: 4, burstDensity: 0.5))?.contains("below the density") == true)
        #expect(rule(Wish(lossRate: 0.02, meanBurst: 1, burstDensity: 0.5))?.contains("at least 1 packet") == true)
        #expect(rule(Wish(lossRate: 0.02, meanBurst: 4, isolatedLossRate: 0.03))?.contains("part of all") == true)
        #expect(rule(Wish(lossRate: 0.9, meanBurst: 2))?.contains("long enough") == true)
        #expect(rule(Wish(lossRate: 0.02, meanBurst: 4, burstDensity: 0.5, meanGoodRun: 0.5)) != nil)
        #expect(rule(Wish(lossRate: 0.02, meanBurst: .nan)) != nil)
        #expect(rule(Wish(lossRate: 0, meanBurst: 1)) == nil)
        #expect(
            rule(Wish(lossRate: 0.02, meanBurst: 8, burstDensity: 0.5, meanGoodRun: 1)) == "p31 + p32 is at most 100 %"
        )
    }

    @Test("Without a run of packets that come through, losses within a burst are independent")
    func independentWithinBursts() throws {
        let model = try FourState(FourState.Intuitive(lossRate: 0.02, meanBurst: 8, burstDensity: 0.5))
        // From either state of a burst that goes on, as many packets are lost as the density says.
        #expect(model.p23.value == 0.5)
        #expect(model.p32.value == 0.5)
        #expect(model.p31.value == 0.25)
        #expect(abs(model.stationaryLossRate - 0.02) < 1e-15)
    }

    @Test("Chains that stay somewhere have their loss rate")
    func absorbing() throws {
        func rate(_ p13: Double, _ p31: Double, _ p32: Double, _ p23: Double, _ p14: Double) throws -> Double {
            let values = [p13, p31, p32, p23, p14].map { Probability(clamping: $0) }
            return try FourState(p13: values[0], p31: values[1], p32: values[2], p23: values[3], p14: values[4])
                .stationaryLossRate
        }
        #expect(try rate(0, 0.5, 0, 1, 0) == 0)
        #expect(try rate(0, 0.5, 0, 1, 1) == 0.5)
        #expect(try rate(0.1, 0, 0, 1, 0) == 1)
        #expect(try rate(0.1, 0, 0.5, 0.5, 0) == 0.5)
        #expect(try rate(0.1, 0.1, 0.1, 0, 0) == 0)
    }
}
