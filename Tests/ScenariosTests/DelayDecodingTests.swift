import NetworkEmulation
import Scenarios
import Testing
import Units

@Suite("Delay in scenarios")
struct DelayDecodingTests {
    private func up(_ keys: String) throws -> LinkConfiguration {
        let text = Reading.least + "networks:\n  own: { up: { delay: 100 ms, \(keys) }, down: {} }\n"
        return try #require(try Reading.read(text).scenario.networks.first).up
    }

    private func errors(_ keys: String) -> [String] {
        Reading.firstLines(Reading.least + "networks:\n  own: { up: { \(keys) }, down: {} }\n")
    }

    @Test("Every law of jitter can be written, with its shape and memory")
    func laws() throws {
        func jitter(_ text: String) throws -> Jitter? { try up("jitter: \(text)").jitter }
        let ms = TimeDelta.milliseconds(8)
        #expect(try jitter("8 ms") == Jitter(standardDeviation: ms))
        #expect(try jitter("{ uniform: 8 ms }") == Jitter(uniformWithin: ms))
        #expect(
            try jitter("{ uniform: 8 ms, memory: 1 s }") == Jitter(uniformWithin: ms, memory: .seconds(1))
        )
        #expect(
            try jitter("{ gamma: 8 ms, memory: 200 ms }")
                == Jitter(.gamma(shape: 2), unit: ms, memory: .milliseconds(200))
        )
        #expect(try jitter("{ gamma: 8 ms, shape: 0.7 }") == Jitter(.gamma(shape: 0.7), unit: ms))
        #expect(try jitter("{ pareto: 8 ms }") == Jitter(.pareto(shape: 3), unit: ms))
        #expect(try jitter("{ pareto: 8 ms, shape: 2.2 }") == Jitter(.pareto(shape: 2.2), unit: ms))
        #expect(try jitter("{ pareto_normal: 8 ms }") == Jitter(.paretoNormal, unit: ms))
        #expect(try jitter("{ lognormal: 8 ms }") == Jitter(.logNormal(shape: 0.5), unit: ms))
        #expect(try jitter("{ rfc8868: signed }") == .rfc8868(.signed))
        #expect(try jitter("{ rfc8868: literal, deviation: 8 ms }") == .rfc8868(.literal, standardDeviation: ms))
        var spaced = Jitter(standardDeviation: ms)
        spaced.keepsSpacing = true
        #expect(try jitter("{ normal: 8 ms, nr_bpdv: true }") == spaced)
        var loose = Jitter.rfc8868(.literal)
        loose.keepsSpacing = false
        #expect(try jitter("{ rfc8868: literal, nr_bpdv: false }") == loose)
    }

    @Test("A table of times keeps its standard deviation, and one of numbers gets one")
    func tables() throws {
        let times = try up("jitter: { table: [10 ms, 14 ms] }").jitter
        let law = try #require(DelayDistribution.table([10e6, 14e6]))
        #expect(times == Jitter(law, unit: .milliseconds(2)))
        let numbers = try up("jitter: { table: [-8192, 8192, 3.5], deviation: 8 ms, memory: 50 ms }").jitter
        let other = try #require(DelayDistribution.table([-8_192, 8_192, 3.5]))
        #expect(numbers == Jitter(other, unit: .milliseconds(8), memory: .milliseconds(50)))
    }

    @Test("Disturbances are read key by key")
    func disturbances() throws {
        let link = try up(
            "handover: { every: 45 s, median: 60 ms, p95: 150 ms, loss: 20 % }, harq: lte, "
                + "spikes: { every: 20 s, pareto: 120 ms, shape: 1.8 }, route_change: { every: 10 min, step: 20 ms }"
        )
        #expect(
            link.disturbances
                == DelayDisturbances(
                    handover: Handover(
                        meanInterval: .seconds(45),
                        median: .milliseconds(60),
                        p95: .milliseconds(150),
                        lossProbability: Probability(clamping: 0.2)
                    ),
                    harq: .lte,
                    spikes: DelaySpikes(
                        meanInterval: .seconds(20),
                        height: .pareto(mean: .milliseconds(120), shape: 1.8)
                    ),
                    routeChange: RouteChange(meanInterval: .seconds(600), step: .milliseconds(20))
                )
        )
        let harq = try up("harq: { round_trip: 4 ms, failure: 5 %, tries: 2 }").disturbances.harq
        #expect(
            harq == HARQ(roundTrip: .milliseconds(4), failure: Probability(clamping: 0.05), triesMax: 2)
        )
        #expect(try up("loss: 1 %").disturbances == .none)
    }

    @Test("A path of G.1050 is a network of its own, or comes behind the links of one")
    func g1050() throws {
        let text = """
            networks:
              alone: { g1050: { severity: D } }
              behind:
                like: 4g
                g1050: { severity: H, core: intercontinental, edition: 2005, lan: 1 Gbit/s, access: 2 Mbit/s }

            """
        let networks = try Reading.read(Reading.least + text).scenario.networks
        try #require(networks.count == 2)
        let alone = LinkConfiguration(disturbances: DelayDisturbances(g1050: G1050(severity: .d)))
        #expect(networks[0].up == alone && networks[0].down == alone)
        let path = G1050(
            severity: .h,
            core: .intercontinental,
            edition: .year2005,
            lanRate: .kilobitsPerSecond(1_000_000),
            accessRate: .kilobitsPerSecond(2_000)
        )
        var profile = try #require(AccessProfile["4g"]).links()
        profile.up.disturbances.g1050 = path
        profile.down.disturbances.g1050 = path
        #expect(networks[1].up == profile.up && networks[1].down == profile.down)
    }

    @Test(
        "What cannot be is refused with its place, its path and the rule",
        arguments: [
            (
                "jitter: { pareto: 8 ms, shape: 2 }",
                "5:47: error: networks.own.up.jitter.shape: a Pareto law has a standard deviation where its shape is "
                    + "above 2, and here one up to 100"
            ),
            ("jitter: { normal: 8 ms, shape: 2 }", "5:47: error: networks.own.up.jitter.shape: normal has no shape"),
            (
                "jitter: { gamma: 8 ms, shape: 0.05 }",
                "5:46: error: networks.own.up.jitter.shape: a gamma law has a shape from 0.1 to 1,000"
            ),
            (
                "jitter: { lognormal: 8 ms, shape: 3 }",
                "5:50: error: networks.own.up.jitter.shape: a log-normal law has a shape from 0.01 to 1.5, the "
                    + "standard deviation of the logarithm"
            ),
            (
                "jitter: { gamma: 8 ms, deviation: 2 ms }",
                "5:50: error: networks.own.up.jitter.deviation: gamma gives the standard deviation itself"
            ),
            (
                "jitter: { gamma: 2200000 s }",
                "5:33: error: networks.own.up.jitter.gamma: 2200000 s is outside 0 s to 10 s"
            ),
            (
                "jitter: { gamma: 8 ms, shape: 2 ms }",
                "5:46: error: networks.own.up.jitter.shape: 'ms' may not follow a number here"
            ),
            (
                "jitter: { gamma: 8 ms, pareto: 8 ms }",
                "5:24: error: networks.own.up.jitter: jitter has one distribution"
            ),
            (
                "jitter: { table: [1, 2] }",
                "5:33: error: networks.own.up.jitter.table: numbers without a unit need a standard deviation"
            ),
            (
                "jitter: { table: [1 ms, 2] }",
                "5:33: error: networks.own.up.jitter.table: some of the values have a unit and some have none"
            ),
            (
                "jitter: { table: [2 ms, 2 ms] }",
                "5:33: error: networks.own.up.jitter.table: all values of the table are the same"
            ),
            (
                "jitter: { table: [2 ms] }",
                "5:33: error: networks.own.up.jitter.table: a table is a list of two values or more"
            ),
            (
                "jitter: { table: [2 ms, -1 ms] }",
                "5:40: error: networks.own.up.jitter.table: -1 ms is negative, and this is 0 s to 1 min"
            ),
            (
                "spikes: { every: 100 ms, fixed: 100 ms }",
                "5:33: error: networks.own.up.spikes.every: spikes come as fast as they drain, by 1 ms a ms: the delay "
                    + "would grow without end"
            ),
            ("spikes: { every: 1 s }", "5:24: error: networks.own.up.spikes: spikes have one kind of height"),
            (
                "spikes: { every: 1 s, fixed: 1 ms, shape: 2 }",
                "5:58: error: networks.own.up.spikes.shape: only Pareto heights have a shape"
            ),
            (
                "handover: { every: 45 s, median: 60 ms, p95: 50 ms }",
                "5:26: error: networks.own.up.handover: p95 lies between the median and a hundred times that, and below every"
            ),
            ("handover: { every: 45 s, median: 60 ms }", "5:26: error: networks.own.up.handover: p95 is missing"),
            (
                "harq: { recovery_min: 90 ms }",
                "5:38: error: networks.own.up.harq.recovery_min: recovery_min is longer than recovery_max"
            ),
            ("harq: nr", "5:22: error: networks.own.up.harq: 'nr' is none of lte"),
        ]
    )
    func refused(keys: String, expected: String) {
        #expect(errors(keys) == ["clinic.yaml:" + expected])
    }

    @Test("A path of G.1050 is refused where it cannot be")
    func wrongPaths() {
        func errors(_ text: String) -> [String] { Reading.firstLines(Reading.least + "networks:\n  own: \(text)\n") }
        #expect(
            errors("{ g1050: { severity: I } }")
                == ["clinic.yaml:5:29: error: networks.own.g1050.severity: 'I' is none of A, B, C, D, E, F, G, H"]
        )
        #expect(
            errors("{ g1050: {} }") == ["clinic.yaml:5:17: error: networks.own.g1050: severity is missing"]
        )
        #expect(
            errors("{ g1050: { severity: A, edition: 2006 } }")
                == ["clinic.yaml:5:41: error: networks.own.g1050.edition: the editions are 2005 and 2007"]
        )
        #expect(errors("{ up: {}, g1050: { severity: A } }").isEmpty)
        #expect(errors("{ up: {} }") == ["clinic.yaml:5:8: error: networks.own: down is missing"])
    }

    @Test("Jitter that reaches below the delay is warned of, and spacing that no rate keeps")
    func cut() throws {
        func warnings(_ keys: String) throws -> [String] {
            let text = Reading.least + "networks:\n  own: { up: { \(keys) }, down: {} }\n"
            return try Reading.read(text).warnings.map { "\($0)" }.filter { $0.contains("jitter") }
        }
        #expect(try warnings("delay: 20 ms, jitter: { gamma: 12 ms }").isEmpty)
        #expect(try warnings("delay: 16 ms, jitter: { gamma: 12 ms }").count == 1)
        #expect(try warnings("jitter: { rfc8868: literal }").isEmpty)
        #expect(try warnings("jitter: { rfc8868: signed }").count == 1)
        #expect(try warnings("delay: 20 ms, jitter: 10 ms").isEmpty)
        #expect(try warnings("delay: 19 ms, jitter: 10 ms").count == 1)
        #expect(try warnings("delay: 9 ms, jitter: { uniform: 10 ms }").count == 1)
        #expect(try warnings("delay: 40 ms, jitter: { normal: 10 ms, nr_bpdv: true }").count == 1)
        #expect(try warnings("rate: 1 Mbit/s, delay: 40 ms, jitter: { normal: 10 ms, nr_bpdv: true }").isEmpty)
    }
}
