import QualityModels
import Results
import Testing

@testable import CallSimulation

@Suite("Which calls are run again with codecs")
struct MediaSamplePlanTests {
    private static func kind(_ values: String...) -> [ThresholdRule.Tag] {
        zip(["network", "patient", "clinician"], values).map { ThresholdRule.Tag(name: $0, value: $1) }
    }

    /// 60 calls on one network with two kinds of patients, 30 on another, 10 on a third.
    private static let kinds =
        Array(repeating: kind("4g", "young", "gp"), count: 40) + Array(repeating: kind("4g", "old", "gp"), count: 20)
        + Array(repeating: kind("fttc", "old", "gp"), count: 30)
        + Array(repeating: kind("fttp", "old", "gp"), count: 10)

    private static func plan(_ count: Int, seed: UInt64 = 3) -> MediaSamplePlan {
        MediaSamplePlan(count: count, kinds: kinds, seed: seed)
    }

    @Test("Every kind of call has its share, the numbers are those of the kind, and all are drawn once")
    func shares() {
        let plan = Self.plan(20)
        #expect(plan.strata.map(\.drawn.count) == [8, 4, 6, 2])
        #expect(plan.strata.map(\.calls.count) == [40, 20, 30, 10])
        for stratum in plan.strata {
            #expect(Set(stratum.drawn).isSubset(of: stratum.calls))
            #expect(stratum.drawn == stratum.drawn.sorted())
            #expect(stratum.calls.allSatisfy { Self.kinds[$0 - 1] == stratum.tags })
        }
        #expect(plan.calls.count == 20)
    }

    @Test("A kind of few calls still has two, at the cost of the others")
    func two() {
        #expect(Self.plan(10).strata.map(\.drawn.count) == [3, 2, 3, 2])
        #expect(MediaSamplePlan.quotas(of: [97, 2, 1], count: 10) == [7, 2, 1])
        #expect(MediaSamplePlan.quotas(of: [5, 5], count: 10) == [5, 5])
    }

    @Test("Where two of each are too many, patients are not told apart, then networks")
    func coarser() {
        #expect(Self.plan(7).strata.map(\.tags.count) == [1, 1, 1])
        #expect(Self.plan(7).strata.map(\.calls.count) == [60, 30, 10])
        #expect(Self.plan(5).strata.map(\.tags.count) == [0])
        #expect(Self.plan(5).calls.count == 5)
    }

    @Test("More calls than there are is all of them")
    func census() {
        let plan = Self.plan(1_000)
        #expect(plan.calls == Set(1...100))
        #expect(plan.strata.allSatisfy { $0.drawn == $0.calls })
    }

    @Test("The seed decides which, and a call is drawn as often as another of its kind")
    func chance() {
        #expect(Self.plan(20).calls == Self.plan(20).calls)
        #expect(Self.plan(20).calls != Self.plan(20, seed: 4).calls)
        var counts = [Int](repeating: 0, count: 101)
        for seed in 0..<2_000 { for call in Self.plan(20, seed: UInt64(seed)).calls { counts[call] += 1 } }
        // One in five: 400 of 2,000 with a standard deviation of 17.9; of 100 calls none should lie 5 of them off.
        #expect(counts[1...].allSatisfy { abs($0 - 400) <= 90 }, "\(counts.dropFirst().min() ?? 0)")
    }
}
