import QualityModels
import Statistics
import TestSupport
import Testing
import Units
import VirtualTime

@testable import Results

@Suite("Comparisons")
struct ComparisonTests {
    private static let margins = [MarginRule(metric: .known("audio.mos"), aggregate: .average, margin: 0.1)]

    /// Ten scores around 4.
    private static let scores = [4.02, 3.95, 4.1, 4.04, 3.9, 4.0, 4.06, 3.98, 4.01, 3.94]

    private static func comparison(_ old: [Double], _ new: [Double], level: Double = 0.05) throws -> PairedComparison {
        PairedComparison(
            old: try BaselineTests.runs(old),
            new: try BaselineTests.runs(new, digestsFrom: 100),
            margins: margins,
            level: level
        )
    }

    private static func row(_ comparison: PairedComparison) throws -> ComparisonRow {
        try #require(comparison.rows.first { $0.quantity.subject.metric.name == "audio.mos" })
    }

    @Test("The same runs are the same to the byte")
    func identical() throws {
        let runs = try BaselineTests.runs(Self.scores)
        let comparison = PairedComparison(old: runs, new: runs, margins: Self.margins, level: 0.05)
        #expect(comparison.isIdentical && comparison.verdict == .betterOrSame)
        #expect(comparison.finding == .passed)
    }

    @Test("Equal digests with other scores are not the same to the byte")
    func rescored() throws {
        let comparison = PairedComparison(
            old: try BaselineTests.runs(Self.scores),
            new: try BaselineTests.runs(Self.scores.map { $0 - 0.5 }),
            margins: Self.margins,
            level: 0.05
        )
        #expect(comparison.identicalCount == 0 && comparison.verdict == .worse)
    }

    @Test("What is lower by more than the margin is worse, by less the same, and higher is better")
    func verdicts() throws {
        let wobble = [0.01, -0.02, 0.015, 0, -0.01, 0.02, -0.015, 0.005, 0, -0.005]
        func shifted(_ shift: Double) -> [Double] { zip(Self.scores, wobble).map { $0 + $1 + shift } }
        let worse = try Self.comparison(Self.scores, shifted(-0.2))
        #expect(worse.verdict == .worse && worse.finding == .regressed)
        let row = try Self.row(worse)
        #expect(abs((row.difference ?? 0) + 0.2) < 1e-9)
        #expect(row.isSignificant && row.pWorse == 1.0 / 1_024)
        #expect(try Self.comparison(Self.scores, shifted(-0.05)).verdict == .betterOrSame)
        #expect(try Self.comparison(Self.scores, shifted(0.3)).verdict == .betterOrSame)
        let open = try Self.comparison(Self.scores, shifted(-0.1))
        #expect(open.verdict == .inconclusive && open.finding == .inconclusive && open.needsMorePairs)
    }

    @Test("Too few pairs decide nothing, however alike they are")
    func few() throws {
        let comparison = try Self.comparison([4, 4, 4], [4, 4, 4])
        #expect(comparison.verdict == .inconclusive)
    }

    @Test("What is no longer measured is inconclusive, and more seeds do not help")
    func unmeasured() throws {
        let old = try BaselineTests.runs(Self.scores)
        let new = old.map {
            PanelRun(
                seed: $0.seed,
                digest: 7,
                callCount: 1,
                figures: $0.figures.filter { $0.subject.metric.name != "audio.mos" },
                unknown: []
            )
        }
        let comparison = PairedComparison(old: old, new: new, margins: Self.margins, level: 0.05)
        #expect(comparison.verdict == .inconclusive && !comparison.needsMorePairs)
        #expect(try Self.row(comparison).doubt == .unmeasured(10))
    }

    @Test("Samples that only the new runs lack keep a figure from being the same")
    func lacking() throws {
        let old = try BaselineTests.runs(Self.scores)
        let new = old.map {
            PanelRun(
                seed: $0.seed,
                digest: 7,
                callCount: 1,
                figures: $0.figures,
                unknown: [.init(metric: .known("audio.mos"), count: 3)]
            )
        }
        let comparison = PairedComparison(old: old, new: new, margins: Self.margins, level: 0.05)
        #expect(try Self.row(comparison).doubt == .unmeasured(20))
        #expect(comparison.verdict == .inconclusive)
    }

    @Test("Looks go on while the answer is open, and stop where it is not")
    func looks() async throws {
        var asked: [Int] = []
        let old = try BaselineTests.runs(Array(repeating: 4, count: 20))
        let same = try await PairedComparison.byLooks(old: old, first: 10, cap: 20, margins: Self.margins) { count in
            asked.append(count)
            return Array(old.prefix(count))
        }
        #expect(asked == [10] && same?.verdict == .betterOrSame)
        asked = []
        let open = try BaselineTests.runs(
            (0..<20).map { $0.isMultiple(of: 2) ? 4.4 : 3.2 },
            digestsFrom: 500
        )
        let undecided = try await PairedComparison.byLooks(old: old, first: 10, cap: 20, margins: Self.margins) {
            count in
            asked.append(count)
            return Array(open.prefix(count))
        }
        #expect(asked == [10, 20] && undecided?.verdict == .inconclusive)
        let stopped = try await PairedComparison.byLooks(old: old, first: 10, cap: 20, margins: Self.margins) { _ in nil
        }
        #expect(stopped == nil)
    }

    /// `Scripts/validate baselines` counts many more of these, with real runs among them.
    @Test(
        "Of 200 comparisons without a change at most 5 % are false alarms; a change of the margin and a deviation is seen"
    )
    func errors() throws {
        var random = RandomStream(seed: 8, owner: 0, cause: .delay)
        func panel(_ shift: Double, digestsFrom first: UInt64) throws -> [PanelRun] {
            try BaselineTests.runs((0..<10).map { _ in 3.5 + 0.1 * random.normal() + shift }, digestsFrom: first)
        }
        var (alarms, found) = (0, 0)
        // The standard deviation of a difference of two scores.
        let deviation = 0.1 * 2.0.squareRoot()
        for _ in 0..<200 {
            let old = try panel(0, digestsFrom: 1)
            let same = PairedComparison(
                old: old,
                new: try panel(0, digestsFrom: 100),
                margins: Self.margins,
                level: 0.05
            )
            alarms += same.verdict == .worse ? 1 : 0
            let changed = try panel(-0.1 - 1.2 * deviation, digestsFrom: 100)
            let worse = PairedComparison(old: old, new: changed, margins: Self.margins, level: 0.05)
            found += worse.verdict == .worse ? 1 : 0
        }
        #expect(alarms <= 10)
        #expect(found >= 180)
    }
}

@Suite("Comparisons of calls")
struct CallComparisonTests {
    private static let margins = [MarginRule(metric: .known("video.freeze_ratio"), aggregate: .average, margin: 0.005)]

    private static func records(_ count: Int, freeze: (Int) -> Double, partition: Int? = nil) throws -> RunRecords {
        try RunRecords(
            (1...count).map { number in
                let call = SampleRun.call(
                    number,
                    directions: [
                        DirectionRecord(
                            call: number,
                            from: .clinician,
                            network: "4g",
                            metrics: ["video.freeze_ratio": freeze(number)]
                        )
                    ]
                )
                return CallRecord(
                    call: number,
                    clinician: call.clinician,
                    patient: call.patient,
                    network: call.network,
                    partition: partition,
                    startsAt: call.startsAt,
                    length: call.length,
                    outcome: call.outcome,
                    digest: call.digest,
                    metrics: call.metrics,
                    directions: call.directions
                )
            }
        )
    }

    private static func comparison(_ old: RunRecords, _ new: RunRecords) -> PairedComparison {
        PairedComparison(old: old, new: new, margins: margins, level: 0.05, seed: 1)
    }

    @Test("Calls of one number are pairs")
    func pairs() throws {
        let old = try Self.records(40) { Double($0) / 1_000 }
        let new = try Self.records(40) { Double($0) / 1_000 + 0.02 }
        let worse = Self.comparison(old, new)
        #expect(worse.unit == .calls && worse.pairCount == 40 && worse.verdict == .worse)
        #expect(Self.comparison(new, old).verdict == .betterOrSame)
        #expect(Self.comparison(old, old).isIdentical)
    }

    @Test("Calls that share a link are one pair, and one pair decides nothing")
    func partition() throws {
        let old = try Self.records(40, freeze: { Double($0) / 1_000 }, partition: 1)
        let new = try Self.records(40, freeze: { Double($0) / 1_000 + 0.02 }, partition: 1)
        #expect(Self.comparison(old, new).verdict == .inconclusive)
    }

    @Test("A call that only one run holds keeps figures from being the same")
    func missing() throws {
        let old = try Self.records(40) { _ in 0 }
        let new = try Self.records(39) { _ in 0 }
        let row = try #require(Self.comparison(old, new).rows.first { $0.verdict != nil })
        #expect(row.verdict == .inconclusive && row.doubt == .unmeasured(1))
    }
}
