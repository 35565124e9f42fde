import NetworkEmulation
import Scenarios
import Testing
import Units

@Suite("Profiles of one's own, and who draws a line")
struct ProfileDecodingTests {
    private static let whole = """
            down: { p5: 2 Mbit/s, p50: 20 Mbit/s, p95: 100 Mbit/s }
            up: 5 Mbit/s
            rtt: { p50: 18 ms, p95: 70 ms }
            jitter: 4 ms
            loss: { p50: 0.1 %, p95: 1.5 % }

        """

    /// Two patients' groups, of which the first is on `ours`.
    private static func text(_ profile: String, group: String = "network: ours") -> String {
        "rehearsal: 1\nname: a\npatients: [{ name: p, \(group) }]\nprofiles:\n  ours:\n\(profile)"
    }

    private func profile(_ text: String) throws -> AccessProfile {
        try #require(try Reading.read(Self.text(text)).scenario.patients.first?.profile)
    }

    @Test("A profile is read key by key")
    func keys() throws {
        let ours = try profile(
            Self.whole + """
                    description: the ward
                    mean_loss_run: 2.5 packets
                    queue: { up: 250 ms, down: 100 ms }
                    events:
                      stalls: { every: 20 min, every_moving: 1 min, p50: 50 ms, p95: 200 ms }
                      outages: { every: 1h, p50: 2 s }
                      zero_seconds: 1 %
                    confidence: high
                    sources: [pings of May, iperf]
                """
        )
        func rate(_ kilobits: Int64) -> DataRate { .kilobitsPerSecond(kilobits) }
        #expect(ours.id == "ours" && ours.description == "the ward" && ours.confidence == "high")
        #expect(ours.down == AccessProfile.Rates(p5: rate(2_000), p50: rate(20_000), p95: rate(100_000)))
        #expect(ours.up == AccessProfile.Rates(p5: rate(5_000), p50: rate(5_000), p95: rate(5_000)))
        #expect(ours.baseRoundTripTime == AccessProfile.Spread(p50: .milliseconds(18), p95: .milliseconds(70)))
        #expect(ours.jitter == AccessProfile.Spread(p50: .milliseconds(4), p95: .milliseconds(4)))
        #expect(ours.loss.p95 == Probability(clamping: 0.015))
        #expect(ours.meanLossRun == 2.5)
        #expect(ours.upQueue.limit == .milliseconds(250) && ours.downQueue.limit == .milliseconds(100))
        #expect(
            ours.events.flatMap(\.models) == [
                .stalls(
                    .init(seatedPerHour: 3, movingPerHour: 60),
                    length: .lognormal(p50: .milliseconds(50), p95: .milliseconds(200))
                ),
                .outages(.init(perHour: 1), length: .lognormal(p50: .seconds(2), p95: .seconds(2))),
                .zeroSeconds(share: Probability(clamping: 0.01)),
            ]
        )
        #expect(ours.sources == ["pings of May", "iperf"])
        #expect(ours.evidence(of: .downP5).mark == .given)
    }

    @Test("A profile like a built-in one differs only in what it says")
    func like() throws {
        let base = try #require(AccessProfile["4g"])
        let ours = try profile("    like: 4g\n    rtt: 70 ms\n")
        #expect(ours.baseRoundTripTime == AccessProfile.Spread(p50: .milliseconds(70), p95: .milliseconds(70)))
        #expect(ours.down == base.down && ours.up == base.up && ours.loss == base.loss && ours.events == base.events)
        #expect(ours.upQueue == base.upQueue && ours.meanLossRun == base.meanLossRun)
        #expect(try profile("    like: 4g\n    events: {}\n").events.isEmpty)
    }

    @Test("What a profile does not give itself keeps the evidence, confidence and sources of the one it is like")
    func evidence() throws {
        let base = try #require(AccessProfile["4g"])
        let mine = try profile("    like: 4g\n    rtt: 70 ms\n    confidence: good\n    sources: [my ping]\n")
        let own: Set<ProfileNumber> = [.roundTripP50, .roundTripP95]
        for number in ProfileNumber.allCases {
            let evidence = mine.evidence(of: number)
            #expect(evidence.mark == (own.contains(number) ? .given : base.evidence(of: number).mark), "\(number)")
            #expect(evidence.source.hasPrefix(own.contains(number) ? "the scenario" : "as in 4g"))
            #expect(own.contains(number) || evidence.source.hasSuffix(base.evidence(of: number).source))
        }
        #expect(mine.confidence == "good for what it gives itself; as in 4g: \(base.confidence)")
        let basis = ["my ping", "what is not given is as in 4g"] + base.sources.map { "4g: \($0)" }
        #expect(mine.sources == basis)
        #expect(try profile("    like: 4g\n").evidence(of: .downP5).mark == base.evidence(of: .downP5).mark)
    }

    @Test("Defaults of the format are assumed, and not given")
    func defaults() throws {
        let mine = try profile(Self.whole)
        #expect(
            ProfileNumber.allCases.filter { mine.evidence(of: $0).mark == .assumed } == [
                .meanLossRun, .upQueue, .downQueue,
            ]
        )
        #expect(try profile(Self.whole + "    queue: 90 ms\n").evidence(of: .upQueue).mark == .given)
    }

    @Test("Networks can start from a profile of the file")
    func networkLike() throws {
        let text =
            Self.text(Self.whole, group: "network: mine")
            + "networks:\n  mine: { like: ours, at 3 s: { outage: 1 s } }\n"
        let group = try #require(try Reading.read(text).scenario.patients.first)
        #expect(group.network.name == "mine")
        #expect(group.profile?.id == "ours")
        #expect(group.network.upSchedule.outages.count == 1)
        #expect(group.network.up.rate == .kilobitsPerSecond(5_000))
    }

    @Test("Lines are drawn on profiles, and not where the file says what the links are")
    func drawing() throws {
        func group(_ group: String, _ networks: String = "") throws -> ParticipantGroup {
            let text = "rehearsal: 1\nname: a\npatients: [{ name: p, \(group) }]\n" + networks
            return try #require(try Reading.read(text).scenario.patients.first)
        }
        #expect(try group("network: 4g").profile?.id == "4g")
        #expect(try group("network: 4g").mobility == .seated)
        #expect(try group("network: 4g, mobility: moving").mobility == .moving)
        #expect(try group("network: 4g, line: drawn").profile?.id == "4g")
        #expect(try group("network: 4g, line: typical").profile == nil)
        #expect(try group("network: n", "networks: { n: { like: 4g } }").profile?.id == "4g")
        #expect(try group("network: n, line: typical", "networks: { n: { like: 4g } }").profile == nil)
        #expect(try group("network: n", "networks: { n: { like: 4g, up: { loss: 1 % } } }").profile == nil)
        let changed = "networks: { n: { like: 4g, at 3 s: { up: { rate: 1 Mbit/s } } } }"
        #expect(try group("network: n", changed).profile == nil)
        #expect(try group("network: n", "networks: { n: { up: {}, down: {} } }").profile == nil)
        let scenario = try Reading.read(Reading.least).scenario
        #expect(scenario.clinicians.first?.profile?.id == "hospital-wifi-staff")
    }

    @Test("What is wrong is told with its place and what to do")
    func errors() {
        func first(_ text: String) -> String { Reading.firstLines(text).first ?? "none" }
        #expect(
            first(Self.text("    down: 5 Mbit/s\n    up: 1 Mbit/s\n    rtt: 9 ms\n    jitter: 1 ms\n"))
                == "clinic.yaml:6:5: error: profiles.ours: loss is missing"
        )
        #expect(
            first(Self.text("    like: 4g\n    down: { p5: 9 Mbit/s, p50: 2 Mbit/s }\n"))
                == "clinic.yaml:7:11: error: profiles.ours.down: the percentiles have to rise from p5 over p50 to p95"
        )
        #expect(first(Self.text("    like: 4g\n    rtt: { p50: 9 ms, p95: 3 ms }\n")).contains("at least p50"))
        #expect(first(Self.text("    like: 4gg\n")).contains("there is no built-in profile '4gg'"))
        #expect(first(Self.text("    like: 4g\n    mean_loss_run: 2\n")).contains("no number of packets"))
        #expect(first(Self.text("    like: 4g\n    loss: 2\n")).contains("has no unit"))
        #expect(first(Self.text("    like: 4g\n    events: { stalls: { p50: 2 s } }\n")).contains("every is missing"))
        #expect(
            first("rehearsal: 1\nname: a\npatients: [{ name: p, network: 4g }]\nprofiles: { 4g: { like: 5g } }\n")
                .contains("the name of a built-in profile")
        )
        let both = Self.text("    like: 4g\n") + "networks: { ours: { like: 4g } }\n"
        #expect(first(both).contains("a profile of this file has the name 'ours' already"))
    }

    @Test(
        "Events of a profile that last longer than the time between them are refused, as handovers are",
        arguments: [
            "stalls: { every: 100 ms, p50: 10 min }", "outages: { every: 1 s, p50: 10 ms, p95: 1 s }",
            "stalls: { every: 1 h, every_moving: 1 s, p50: 2 s }", "outages: { every: 1 h, p50: 1 ms, p95: 101 ms }",
            "outages: { every: 1 h, p50: 3 s, p95: 2 s }",
        ]
    )
    func longEvents(_ event: String) throws {
        let key = event.prefix { $0 != ":" }
        let rule = "p95 lies between p50 and a hundred times that, and below every and every_moving"
        let first = Reading.firstLines(Self.text("    like: 4g\n    events: { \(event) }\n")).first ?? "none"
        #expect(first.hasSuffix("error: profiles.ours.events.\(key): \(rule)"), "\(first)")
    }

    @Test("Lines cannot be drawn from links that the file gives, nor moved")
    func drawingErrors() {
        let networks = "networks: { n: { up: {}, down: {} } }\n"
        let drawn = "rehearsal: 1\nname: a\npatients: [{ name: p, network: n, line: drawn }]\n" + networks
        #expect(Reading.firstLines(drawn).first?.contains("there is nothing to draw") == true)
        let moving = "rehearsal: 1\nname: a\npatients: [{ name: p, network: n, mobility: moving }]\n" + networks
        #expect(Reading.firstLines(moving).first?.contains("only what happens on drawn lines") == true)
        let word = "rehearsal: 1\nname: a\npatients: [{ name: p, network: 4g, line: draw }]\n"
        #expect(Reading.errors(word).first?.description.contains("did you mean drawn?") == true)
    }

    @Test("A profile that nobody uses is warned of")
    func unused() throws {
        let warnings = try Reading.read(Self.text("    like: 4g\n", group: "network: 4g")).warnings
        #expect(warnings.contains { $0.description.contains("nobody is on this profile") })
        let used = Self.text("    like: 4g\n", group: "network: n") + "networks: { n: { like: ours } }\n"
        #expect(!(try Reading.read(used).warnings.contains { $0.description.contains("nobody is on this profile") }))
    }
}
