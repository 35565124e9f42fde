import QualityModels
import Testing

@Suite("Losses as an E-model takes them")
struct LossInputTests {
    @Test(
        "A chain of two states has the burst ratio of its stationary law",
        arguments: [(0.01, 0.5), (0.05, 0.2), (0.3, 0.3)]
    )
    func chain(_ p: Double, _ q: Double) throws {
        let ratio = try #require(BurstRatio(intoLoss: p, outOfLoss: q)).value
        let share = p / (p + q)
        #expect(abs(ratio - 1 / (p + q)) < 1e-12)
        #expect(abs(ratio - share / p) < 1e-12)
        #expect(abs(ratio - (1 - share) / q) < 1e-12)
        #expect(abs(ratio - (try #require(BurstRatio(lossRate: share, meanBurst: 1 / q)).value)) < 1e-12)
    }

    @Test("Independent losses have the ratio 1, and sparser ones count as such")
    func random() {
        #expect(BurstRatio(intoLoss: 0.1, outOfLoss: 0.9)?.value == 1)
        #expect(BurstRatio(intoLoss: 0.9, outOfLoss: 0.9)?.value == 1)
        #expect(BurstRatio(lossRate: 0.5, meanBurst: 1) == .random)
    }

    @Test("Where none or all was lost the ratio is unknown, and impossible chains are refused")
    func unknown() {
        for (p, q) in [(0, 0.5), (0.5, 0), (1.1, 0.5), (0.5, .nan), (-0.1, 0.5)] {
            #expect(BurstRatio(intoLoss: p, outOfLoss: q) == nil)
        }
        for (rate, burst) in [(0, 2.0), (1, 2), (0.5, 0.9), (0.5, .infinity), (.nan, 2)] {
            #expect(BurstRatio(lossRate: rate, meanBurst: burst) == nil)
        }
    }

    @Test("Concealment within DTX is no loss")
    func concealment() {
        let loss = EffectiveLoss(concealedSamples: 960, withinDTX: 480, ofSamples: 48_000)
        #expect(loss?.percent == 1)
        #expect(loss?.basis == .concealment)
    }

    @Test("Discarded packets are lost, repaired ones are not")
    func packets() {
        let loss = EffectiveLoss(lostPackets: 30, repaired: 20, discarded: 5, ofPackets: 1_000)
        #expect(loss?.percent == 1.5)
        #expect(loss?.basis == .packets)
        #expect(EffectiveLoss(lostPackets: 10, ofPackets: 10)?.percent == 100)
    }

    @Test("Counts that cannot be have no loss")
    func impossible() {
        #expect(EffectiveLoss(concealedSamples: 0, ofSamples: 0) == nil)
        #expect(EffectiveLoss(concealedSamples: 2, ofSamples: 1) == nil)
        #expect(EffectiveLoss(concealedSamples: 1, withinDTX: 2, ofSamples: 3) == nil)
        #expect(EffectiveLoss(concealedSamples: -1, withinDTX: -1, ofSamples: 3) == nil)
        #expect(EffectiveLoss(lostPackets: 0, ofPackets: 0) == nil)
        #expect(EffectiveLoss(lostPackets: 1, repaired: 2, ofPackets: 3) == nil)
        #expect(EffectiveLoss(lostPackets: 2, discarded: 2, ofPackets: 3) == nil)
        #expect(EffectiveLoss(lostPackets: -1, ofPackets: 3) == nil)
        #expect(EffectiveLoss(lostPackets: 4, ofPackets: 3) == nil)
    }

    @Test("An E-model takes both")
    func taken() throws {
        var parameters = EModelParameters.narrowband
        parameters.setLoss(
            try #require(EffectiveLoss(lostPackets: 5, ofPackets: 100)),
            burstRatio: try #require(BurstRatio(intoLoss: 0.1, outOfLoss: 0.4))
        )
        #expect(parameters.ppl == 5)
        #expect(parameters.burstR == 2)
    }

    @Test("Published impairments are on their scale and possible there")
    func published() {
        let sets = CodecImpairment.amrWidebandMonotic + CodecImpairment.amrWidebandDiotic
        #expect(CodecImpairment.narrowband.allSatisfy { $0.scale == .narrowband })
        #expect(sets.allSatisfy { $0.scale == .wideband })
        #expect(CodecImpairment.evs.allSatisfy { $0.scale == .fullband && $0.bpl != nil })
        #expect(CodecImpairment.evs.count == 6 && sets.count == 15)
        #expect((sets + CodecImpairment.evs).allSatisfy { (0...95).contains($0.ie) })
    }
}
