import QualityModels
import Results
import Testing
import Units

@Suite("Samples of links, flows and servers")
struct NetworkSampleTests {
    private static func verdict(_ key: String, _ limit: String, _ records: RunRecords) throws -> Verdict {
        let (metric, tags) = try ThresholdRule.key(parsing: key)
        let rule = ThresholdRule(
            metric: metric,
            tags: tags,
            expression: try ThresholdExpression(parsing: limit, for: metric)
        )
        return ThresholdEvaluation(of: rule, in: records, tier: "media", seed: 1).verdict
    }

    private static func link(_ isUp: Bool, _ metrics: MetricValues) -> LinkRecord {
        LinkRecord(link: 1, name: "b", isUp: isUp, metrics: metrics, series: [])
    }

    private static func flow(_ kind: String, _ metrics: MetricValues) -> FlowRecord {
        FlowRecord(
            flow: kind == "udp" ? 1 : 2,
            name: kind,
            kind: kind,
            isForward: true,
            startsAt: .start,
            stopsAt: .start + .seconds(5),
            digest: 1,
            metrics: metrics,
            series: []
        )
    }

    @Test("What cannot be measured is no sample, and what should have been is unknown")
    func possible() throws {
        let used: MetricValues = ["link.packet_drops": 0, "link.wait_p95": 3]
        let idle = try RunRecords([], links: [Self.link(true, used), Self.link(false, [:])])
        #expect(try Self.verdict("link.packet_drops", "max <= 1 %", idle) == .pass)
        #expect(try Self.verdict("link.utilisation", "max <= 90 %", idle) == .inconclusive)
        let dead = try RunRecords([], links: [Self.link(true, used), Self.link(false, ["link.packet_drops": 1])])
        #expect(try Self.verdict("link.wait_p95", "max <= 50 ms", dead) == .inconclusive)
        let flows = try RunRecords(
            [],
            flows: [
                Self.flow("udp", ["flow.rate": 1e6]),
                Self.flow("media", ["flow.rate": 1e6, "flow.frame_delay_p95": 40, "flow.feedback_rate": 9e3]),
            ]
        )
        #expect(try Self.verdict("flow.frame_delay_p95", "max <= 100 ms", flows) == .pass)
        #expect(try Self.verdict("flow.feedback_rate", "max <= 20 kbit/s", flows) == .pass)
        #expect(try Self.verdict("flow.delay", "max <= 100 ms", flows) == .inconclusive)
        let relay = RelayRecord(relay: 1, name: "t", packets: 0, setUps: 0, metrics: [:])
        let relays = try RunRecords([], relays: [relay])
        #expect(try Self.verdict("relay.utilisation", "max <= 80 %", relays) == .inconclusive)
    }
}
