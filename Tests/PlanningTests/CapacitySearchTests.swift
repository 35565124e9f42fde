import TestSupport
import Testing

@testable import Planning

@Suite("Capacity searches")
struct CapacitySearchTests {
    /// Runs a search against an oracle that tells whether a run passes.
    private static func search(
        _ range: ClosedRange<Int>,
        precision: Double = 0,
        runCountMax: Int = 12,
        passes: (_ load: Int, _ replication: Int) -> Bool
    ) -> (CapacitySearch, runs: Int) {
        var search = CapacitySearch(range: range, precision: precision, runCountMax: runCountMax)
        var runs = 0
        while case .run(let load, let replication) = search.step, runs < 100_000 {
            runs += 1
            search.take(passed: passes(load, replication))
        }
        return (search, runs)
    }

    @Test("A sharp edge is found exactly, wherever it lies", arguments: [1, 2, 3, 7, 63, 64, 65, 999])
    func sharpEdge(capacity: Int) {
        let (search, runs) = Self.search(1...1_000) { load, _ in load <= capacity }
        #expect(search.held == capacity && search.broken == capacity + 1)
        // Four runs a load, and two loads for each doubling.
        #expect(runs <= 4 * 22)
    }

    @Test("Where nothing is held, and where nothing breaks, there is no such end")
    func openEnds() {
        let (none, _) = Self.search(4...100) { _, _ in false }
        #expect(none.held == nil && none.broken == 4)
        let (all, _) = Self.search(1...100) { _, _ in true }
        #expect(all.held == 100 && all.broken == nil)
    }

    @Test("The ends come as near as the precision asks, and no nearer")
    func precision() throws {
        let (search, _) = Self.search(1...100_000, precision: 0.1) { load, _ in load <= 5_000 }
        let (held, broken) = (try #require(search.held), try #require(search.broken))
        #expect(held <= 5_000 && broken > 5_000)
        #expect(broken - held <= held / 10)
        #expect(search.points.count < 30)
    }

    @Test("Loads that pass half the time are undecided, and the answer leaves them between its ends")
    func undecided() throws {
        let (search, _) = Self.search(1...64) { load, replication in
            load < 20 || (load < 24 && replication % 2 == 0)
        }
        #expect(try #require(search.held) <= 19)
        #expect(try #require(search.broken) >= 24)
        #expect(search.points.contains { $0.answer == .undecided && $0.runCount == 12 })
    }

    @Test("No load above one that broke is looked at, be it held or not")
    func aboveBreaks() {
        let (search, _) = Self.search(1...8) { load, _ in load != 2 }
        #expect(search.held == 1 && search.broken == 2)
        #expect(search.points.map(\.load) == [1, 2])
    }

    @Test("At the two shares the sequential test errs in at most one of twenty, beyond which the cap leaves it open")
    func errors() {
        for (share, wrong) in [(0.3, ReplicationRule.Answer.held), (0.7, .broken)] {
            var random = SplitMix64(seed: 77)
            var errors = 0
            for _ in 0..<4_000 {
                var rule = ReplicationRule(runCountMax: 1_000)
                while rule.answer == nil { rule.take(passed: Double(random.next() >> 11) * 0x1p-53 < share) }
                if rule.answer == wrong { errors += 1 }
            }
            // Four standard deviations of 4,000 trials at 5 % are 55.
            #expect(errors <= 200 + 55, "\(share)")
            #expect(errors > 0)
        }
    }

    @Test("Four runs that all agree decide, and three do not")
    func fewest() {
        #expect(ReplicationRule.runCountMin == 4)
        for passed in [true, false] {
            var rule = ReplicationRule(runCountMax: 12)
            for _ in 0..<3 { rule.take(passed: passed) }
            #expect(rule.answer == nil)
            rule.take(passed: passed)
            #expect(rule.answer == (passed ? .held : .broken))
        }
    }

    @Test("The cap ends what is even")
    func cap() {
        var rule = ReplicationRule(runCountMax: 6)
        for run in 0..<6 {
            #expect(rule.answer == nil)
            rule.take(passed: run.isMultiple(of: 2))
        }
        #expect(rule.answer == .undecided)
    }

    private static func use(_ name: String, _ utilisation: Double, refused: Double = 0) -> ResourceUse {
        ResourceUse(name: name, utilisation: utilisation, refusedShare: refused)
    }

    @Test("What gave out is the busiest of what was exhausted, and next comes the busiest of the others")
    func bottleneck() {
        let (link, relay) = (Self.use("link line up", 0.95), Self.use("relay hub", 0.4))
        let alone = [Self.use("link line up", 0.095), Self.use("relay hub", 0.04)]
        let both = Bottleneck(of: [relay, link], load: 10, alone: alone, smallestLoad: 1)
        #expect(both.exhausted == link && both.next == relay && both.nextLoad == 25)
        let calm = Bottleneck(of: [relay], load: 10, alone: alone, smallestLoad: 1)
        #expect(calm.exhausted == nil && calm.next == relay)
        let full = Self.use("relay hub", 0.3, refused: 0.02)
        #expect(Bottleneck(of: [full, relay], load: 4, alone: alone, smallestLoad: 1).exhausted == full)
        #expect(Bottleneck(of: [], load: 3, alone: [], smallestLoad: 1).next == nil)
    }

    @Test("A link that its users give way to has given out before it is full")
    func squeezed() throws {
        let link = Self.use("link line up", 0.8)
        let squeezed = Bottleneck(of: [link], load: 40, alone: [Self.use("link line up", 0.05)], smallestLoad: 1)
        #expect(squeezed.exhausted == link)
        #expect(try abs(#require(squeezed.shareOfWanted) - 0.4) < 1e-12)
        let roomy = Bottleneck(of: [link], load: 16, alone: [Self.use("link line up", 0.05)], smallestLoad: 1)
        #expect(roomy.exhausted == nil)
    }
}
