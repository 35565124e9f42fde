import QualityModels
import Results
import Statistics
import Testing
import Units
import VirtualTime

@Suite("Groups of calls side by side")
struct EquityTests {
    /// Calls on a network, of which the first so many were usable and the last so many not measured.
    private struct Cell {
        let network: String
        let calls: Int
        let usable: Int
        var unknown = 0
        var partition: Int?
        var tags: [ThresholdRule.Tag] = []
        var scores: [Double] = []
    }

    private static func records(_ cells: [Cell]) throws -> RunRecords {
        var calls: [CallRecord] = []
        for cell in cells {
            for index in 0..<cell.calls {
                let number = calls.count + 1
                let isKnown = index < cell.calls - cell.unknown
                let score = cell.scores.isEmpty ? nil : cell.scores[index % cell.scores.count]
                calls.append(
                    CallRecord(
                        call: number,
                        clinician: "practice",
                        patient: "p-" + cell.network,
                        network: cell.network,
                        partition: cell.partition,
                        tags: cell.tags,
                        startsAt: .start,
                        length: .seconds(10),
                        outcome: .completedVideo,
                        digest: UInt64(number),
                        metrics: isKnown ? ["consultation.usable": index < cell.usable ? 1 : 0] : [:],
                        directions: score.map { score in
                            Party.allCases.map {
                                DirectionRecord(
                                    call: number,
                                    from: $0,
                                    network: cell.network,
                                    windows: ["audio.mos": [score]]
                                )
                            }
                        } ?? []
                    )
                )
            }
        }
        return try RunRecords(calls)
    }

    private static func evaluate(
        _ key: String,
        _ limit: String,
        _ records: RunRecords,
        callsMin: Int = 50,
        decision: ThresholdRule.Decision = .value
    ) throws -> ThresholdEvaluation {
        let rule = try SampleRun.rule(key, limit, decision: decision)
        return ThresholdEvaluation(of: rule, in: records, tier: "media", seed: 1, callsMin: callsMin)
    }

    private static let usable = "consultation.usable"
    /// Newcombe's first example.
    private static let two = [
        Cell(network: "4g", calls: 80, usable: 48), Cell(network: "fttp", calls: 70, usable: 56),
    ]

    @Test("Gap and ratio of two groups, with Newcombe's interval")
    func known() throws {
        let records = try Self.records(Self.two)
        let gap = try Self.evaluate(Self.usable, "gap(network) <= 25 %", records)
        #expect(gap.value == 0.2 && gap.samples == 150 && gap.verdict == .pass)
        #expect(abs((gap.interval?.lower ?? 0) - 0.0524) < 5e-5 && abs((gap.interval?.upper ?? 0) - 0.3339) < 5e-5)
        #expect(gap.intervalCrossesLimit)
        let ratio = try Self.evaluate(Self.usable, "ratio(network) >= 80 %", records)
        #expect(ratio.value == 0.75 && ratio.verdict == .fail)
        let interval = try #require(ratio.interval)
        #expect((interval.lower ?? 1) < 0.75 && (interval.upper ?? 0) > 0.75 && (interval.upper ?? 2) < 1)
    }

    @Test("Where intervals decide, the bound has to lie on one side")
    func decidedByInterval() throws {
        let records = try Self.records(Self.two)
        for (limit, verdict) in [
            ("gap(network) <= 40 %", Verdict.pass), ("gap(network) <= 25 %", .inconclusive),
            ("gap(network) <= 5 %", .fail), ("ratio(network) >= 50 %", .pass), ("ratio(network) >= 95 %", .fail),
        ] {
            let evaluation = try Self.evaluate(Self.usable, limit, records, decision: .interval)
            #expect(evaluation.verdict == verdict, "\(limit): \(evaluation)")
        }
    }

    @Test("Too few calls of a group are never good news: no pass, whatever the others are like")
    func smallGroups() throws {
        let records = try Self.records(Self.two + [Cell(network: "satellite", calls: 49, usable: 49)])
        let hidden = try Self.evaluate(Self.usable, "gap(network) <= 25 %", records)
        #expect(hidden.verdict == .inconclusive && hidden.value == 0.2)
        #expect(hidden.doubt == .smallGroups(["satellite"], callsMin: 50))
        // What fails among the large groups fails with any more of them.
        #expect(try Self.evaluate(Self.usable, "gap(network) <= 15 %", records).verdict == .fail)
        let alone = try Self.evaluate(Self.usable, "gap(network) <= 25 %", records, callsMin: 75)
        #expect(alone.verdict == .inconclusive && alone.value == nil)
        #expect(alone.doubt == .tooFewGroups(callsMin: 75))
        #expect(try Self.evaluate(Self.usable, "gap(site) <= 25 %", records).doubt == .noSamples)
    }

    @Test("Calls that were not measured could all be bad in one group and good in the other")
    func unknown() throws {
        let cells = [
            Cell(network: "a", calls: 100, usable: 90, unknown: 2), Cell(network: "b", calls: 100, usable: 90),
        ]
        let records = try Self.records(cells)
        // 90 of 98 against 90 of 100; at worst 90 of 100 stays 0.9, at best for a it is 92 against 90.
        #expect(try Self.evaluate(Self.usable, "gap(network) <= 3 %", records).verdict == .pass)
        let close = try Self.evaluate(Self.usable, "gap(network) <= 1.9 %", records)
        #expect(close.verdict == .inconclusive && close.doubt == .unknownSamples)
    }

    @Test("Other metrics are compared by an aggregate of each group, in the metric's unit")
    func scores() throws {
        let records = try Self.records([
            Cell(network: "a", calls: 60, usable: 60, scores: [4, 4.1, 4.2]),
            Cell(network: "b", calls: 60, usable: 60, scores: [3.5, 3.6, 3.7]),
        ])
        for (limit, value, verdict) in [
            ("gap(network, med) <= 0.6", 0.5, Verdict.pass), ("gap(network, avg) <= 0.4", 0.5, .fail),
            ("gap(network, share(>= 4)) <= 50 %", 1, .fail), ("ratio(network, p(50)) >= 90 %", 0.878049, .fail),
        ] {
            let evaluation = try Self.evaluate("audio.mos", limit, records)
            #expect(evaluation.value == value && evaluation.verdict == verdict, "\(limit): \(evaluation)")
            #expect(evaluation.interval?.contains(value) == true, "\(limit): \(evaluation)")
        }
    }

    @Test("Calls that meet on a link count as one cluster, so that their interval is wide")
    func clusters() throws {
        let alone = try Self.evaluate(Self.usable, "gap(network) <= 25 %", try Self.records(Self.two))
        let shared = try Self.evaluate(
            Self.usable,
            "gap(network) <= 25 %",
            try Self.records([
                Cell(network: "4g", calls: 80, usable: 48, partition: 1), Cell(network: "fttp", calls: 70, usable: 56),
            ])
        )
        #expect(shared.value == alone.value)
        #expect((shared.interval?.upper ?? 0) > (alone.interval?.upper ?? 1) + 0.1)
    }

    private static func summary(_ records: RunRecords, _ equity: EquitySettings, _ rules: [ThresholdRule] = [])
        -> RunSummary
    {
        RunSummary(of: records, identity: SampleRun.identity, thresholds: rules, equity: equity)
    }

    @Test("Groups whose intervals overlap are not ranked, the others are")
    func ranking() throws {
        let records = try Self.records([
            Cell(network: "a", calls: 300, usable: 285), Cell(network: "b", calls: 300, usable: 279),
            Cell(network: "c", calls: 300, usable: 210), Cell(network: "d", calls: 20, usable: 0),
        ])
        let equity = try #require(Self.summary(records, EquitySettings()).equity.first)
        #expect(equity.tag == "network" && equity.groups.map(\.value) == ["a", "b", "c", "d"])
        #expect(equity.groups.map(\.share) == [0.95, 0.93, 0.7, nil])
        #expect(equity.ranked.map { $0.better + ">" + $0.worse } == ["a>c", "b>c"])
        #expect(equity.gap?.value == 0.25)
        #expect(equity.ratio.map { abs($0.value - 0.7 / 0.95) < 1e-6 } == true)
        for pair in equity.ranked {
            let better = try #require(equity.groups.first { $0.value == pair.better }?.interval?.lower)
            let worse = try #require(equity.groups.first { $0.value == pair.worse }?.interval?.upper)
            #expect(better > worse)
        }
    }

    @Test("The comparison is there where it is asked for or two groups are large enough, and in the file")
    func presence() throws {
        let records = try Self.records(Self.two)
        #expect(Self.summary(records, EquitySettings()).equity.isEmpty)
        #expect(!String(decoding: Self.summary(records, EquitySettings()).json, as: UTF8.self).contains("equity"))
        #expect(Self.summary(records, EquitySettings(callsMin: 70)).equity.count == 1)
        let stated = Self.summary(records, EquitySettings(isStated: true))
        #expect(stated.equity.map(\.tag) == ["network"])
        #expect(stated.equity.first?.gap == nil && stated.equity.first?.ranked.isEmpty == true)
        let rule = try SampleRun.rule(Self.usable, "gap(patient) <= 25 %")
        #expect(Self.summary(records, EquitySettings(), [rule]).equity.map(\.tag) == ["patient"])
        let file = String(decoding: Self.summary(records, EquitySettings(callsMin: 70)).json, as: UTF8.self)
        for words in ["\"by\": \"network\"", "\"min_calls\": 70", "\"4g\": {", "\"value\": 0.2", "\"ranked\": ["] {
            #expect(file.contains(words), "\(words): \(file)")
        }
    }

    @Test("Own tags divide calls as well")
    func ownTags() throws {
        let rural = [ThresholdRule.Tag(name: "access", value: "rural")]
        let urban = [ThresholdRule.Tag(name: "access", value: "urban")]
        let records = try Self.records([
            Cell(network: "4g", calls: 60, usable: 30, tags: rural),
            Cell(network: "4g", calls: 60, usable: 60, tags: urban),
            Cell(network: "4g", calls: 60, usable: 0),
        ])
        #expect(Self.summary(records, EquitySettings(callsMin: 60)).equity.map(\.tag) == ["access"])
        let metric = try ThresholdRule.key(parsing: Self.usable).metric
        let limit = try ThresholdExpression(parsing: "gap(access) <= 60 %", for: metric, own: ["access"])
        let rule = ThresholdRule(metric: metric, tags: [], expression: limit)
        let evaluation = ThresholdEvaluation(of: rule, in: records, tier: "media", seed: 1, callsMin: 60)
        // Calls without the tag are in no group.
        #expect(evaluation.value == 0.5 && evaluation.verdict == .pass)
    }

    @Test(
        "The interval of the gap of three groups holds the gap at least as often as it says, over 400 runs of one seed"
    )
    func coverage() throws {
        let shares = ["a": 0.9, "b": 0.85, "c": 0.7]
        var random = RandomStream(seed: 20_261_127, owner: 1, cause: .resampling)
        var covered = 0
        let runs = 400
        for _ in 0..<runs {
            let cells = shares.sorted { $0.key < $1.key }.map { network, share in
                Cell(network: network, calls: 60, usable: (0..<60).count { _ in random.unitInterval() < share })
            }
            let gap = try Self.evaluate(Self.usable, "gap(network) <= 10 %", try Self.records(cells))
            if gap.interval?.contains(0.9 - 0.7) == true { covered += 1 }
        }
        // Four standard errors of a share of 0.95 in 400 runs.
        #expect(Double(covered) / Double(runs) > 0.95 - 4 * (0.95 * 0.05 / Double(runs)).squareRoot())
    }
}
