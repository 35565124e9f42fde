import Results
import Scenarios
import Testing
import Units

@testable import CallSimulation

/// What links, flows and servers say of themselves.
@Suite("Records of links, flows and servers")
struct NetworkRecordTests {
    private static func run(_ rest: String) throws -> PartitionResult {
        let text = "rehearsal: 1\nname: records\nseed: 1\n" + rest
        let scenario = try ScenarioReader.read(bytes: Array(text.utf8), file: "records").scenario
        let planner = CallPlanner(scenario, library: MediaLibrary(for: scenario))
        let plan = try #require(planner.partitionPlan(0))
        let partition = Partition(plan, call: planner.plan(of:), keepsSeries: { _ in false })
        let result = try partition.run(continues: { true })
        return try #require(result)
    }

    private static func datagrams(_ link: String, rate: String, from start: Int = 0, to stop: Int = 50) throws
        -> (link: MetricValues, flow: MetricValues)
    {
        let result = try run(
            """
            links: { b: { up: { \(link) }, down: {} } }
            flows: [{ name: u, kind: udp, via: [b], start: \(start) s, stop: \(stop) s, udp: { rate: \(rate) } }]
            """
        )
        let up = try #require(result.links.first { $0.isUp })
        return (up.metrics, try #require(result.flows.first).metrics)
    }

    @Test("A link's own copies neither use its rate nor make up for what it drops")
    func copies() throws {
        let copied = try Self.datagrams("rate: 1 Mbit/s, duplicate: 50 %", rate: "600 kbit/s").link
        #expect(copied["link.packet_drops"] == 0)
        #expect(abs(try #require(copied["link.utilisation"]) - 0.6) < 0.01)
        let (link, flow) = try Self.datagrams("duplicate: 10 %, loss: 10 %", rate: "12 Mbit/s")
        #expect(link["link.packet_drops"] == flow["flow.packet_loss"])
        // 50,000 packets: five standard deviations of 0.13 %.
        #expect(abs(try #require(link["link.packet_drops"]) - 0.1) < 0.007)
    }

    @Test("What is lost behind the queue has used the rate, and a shaper or policer is a rate as well")
    func utilisation() throws {
        func used(_ link: String, _ rate: String) throws -> Double {
            try #require(try Self.datagrams(link, rate: rate).link["link.utilisation"])
        }
        #expect(try used("rate: 1 Mbit/s, loss: 50 %", "2 Mbit/s") > 0.99)
        #expect(abs(try used("rate: 1 Mbit/s, loss: 50 %, loss_position: before_queue", "1 Mbit/s") - 0.5) < 0.05)
        let shaper = "shaper: { rate: 1 Mbit/s, burst: 15 kB, latency: 50 ms }"
        #expect(try used("rate: 2 Mbit/s, queue: 20 ms, \(shaper)", "1.5 Mbit/s") > 0.99)
        #expect(abs(try used("policer: { rate: 1 Mbit/s, burst: 15 kB }", "700 kbit/s") - 0.7) < 0.01)
        #expect(abs(try used("netem: { rate: { limit: 1 Mbit/s } }", "500 kbit/s") - 0.5) < 0.01)
        #expect(try Self.datagrams("delay: 1 ms", rate: "1 Mbit/s").link["link.utilisation"] == nil)
    }

    @Test("A flow's rate is what arrived while it ran, and what has not arrived is lost")
    func arrivals() throws {
        let late = try Self.datagrams("rate: 1 Mbit/s, queue: 2 s", rate: "5 Mbit/s", from: 9, to: 10).flow
        #expect(try #require(late["flow.rate"]) <= 1e6)
        let never = try Self.datagrams("delay: 60 s", rate: "1 Mbit/s", to: 20).flow
        #expect(never["flow.rate"] == 0)
        #expect(never["flow.packet_loss"] == 1)
    }

    @Test(
        "What a link or a cell still holds at a flow's stop arrives in the time that is left",
        arguments: [
            "cell: { rate: 1 Mbit/s }",
            "up: {}, down: { rate: 1 Mbit/s, queue: { codel: { target: 1 s, interval: 10 s } } }",
        ]
    )
    func heldAtTheStop(link: String) throws {
        let result = try Self.run(
            """
            links: { b: { \(link) } }
            flows: [{ name: t, kind: udp, via: [b], direction: down, stop: 3 s, udp: { rate: 1.1 Mbit/s } }]
            """
        )
        // Some 0.6 s of packets wait at the stop, or more in a cell, and two seconds are left.
        #expect(try #require(result.flows.first).metrics["flow.packet_loss"] == 0)
    }

    @Test("A server tells how busy it was and what it refused")
    func servers() throws {
        func record(_ cost: String) throws -> RelayRecord {
            let result = try Self.run(
                """
                consultations: { count: 3, length: 10 s, starts: { every: 0 s } }
                relays: { t: { like: turn, workers: 1, cost_per_packet: \(cost) } }
                clinicians: [{ name: c, network: lan, route: turn-udp }]
                patients: [{ name: p, network: lan }]
                media: { video: { codec: none } }
                networks: { lan: { up: { delay: 5 ms }, down: { delay: 5 ms } } }
                """
            )
            #expect(result.relays.count == 1)
            return try #require(result.relays.first)
        }
        let idle = try record("10 us")
        #expect(idle.name == "t" && idle.relay == 1 && idle.setUps == 3)
        #expect(idle.metrics["relay.packets_refused"] == 0)
        // Three calls of 100 packets a second and some reports, at 10 us and a byte's 0.19 ns.
        let used = try #require(idle.metrics["relay.utilisation"])
        #expect(abs(used - Double(idle.packets) * 10e-6 / 10) < used * 0.1)
        let busy = try record("10 ms")
        #expect(try #require(busy.metrics["relay.utilisation"]) > 0.98)
        #expect(try #require(busy.metrics["relay.packets_refused"]) > 0.2)
        #expect(try #require(busy.metrics["relay.wait_p95"]) > 5_000)
    }

    @Test("Without like, a relay serves clients over TLS at what TLS costs")
    func costsByTransport() throws {
        func busy(_ relay: String) throws -> [Double?] {
            let result = try Self.run(
                """
                consultations: { count: 2, length: 15 s }
                relays: { t: { \(relay) } }
                clinicians: [{ name: c, network: lan, route: turn-tls }]
                patients: [{ name: p, network: lan }]
                media: { video: { codec: none } }
                networks: { lan: { up: { delay: 5 ms }, down: { delay: 5 ms } } }
                """
            )
            return result.relays.map { $0.metrics["relay.utilisation"] }
                + result.calls.map { $0.record.metrics["call.setup_time"] }
        }
        #expect(try busy("workers: 1") == busy("workers: 1, like: turn-tls"))
        #expect(try busy("workers: 1") != busy("workers: 1, like: turn"))
    }

    @Test("What opens a connection to a relay, and what merely acknowledges, is no media that loss may take")
    func scopeOverTCP() throws {
        func digest(_ scope: String) throws -> UInt64 {
            let result = try Self.run(
                """
                consultations: { count: 1, length: 15 s }
                relays: { t: {} }
                clinicians: [{ name: c, network: bad, route: turn-tls }]
                patients: [{ name: p, network: lan }]
                media: { video: { codec: none } }
                networks:
                  lan: { up: { delay: 5 ms }, down: { delay: 5 ms } }
                  bad: { up: { delay: 15 ms, loss: 100 %, loss_scope: \(scope) }, down: { delay: 15 ms } }
                """
            )
            return try #require(result.calls.first).record.digest
        }
        // With everything lost the server never answers.
        #expect(try digest("media") != digest("everything"))
    }
}
