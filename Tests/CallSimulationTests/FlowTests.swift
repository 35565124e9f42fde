import Results
import Scenarios
import Testing
import Units

@testable import CallSimulation

/// Media flows without codecs over shared links.
@Suite("Flows")
struct FlowTests {
    private static func run(_ flows: String, link: String, seed: Int = 3) throws -> PartitionResult {
        let text = """
            rehearsal: 1
            name: flows
            seed: \(seed)
            links: { bottleneck: \(link) }
            flows:
            \(flows)
            """
        let scenario = try ScenarioReader.read(bytes: Array(text.utf8), file: "flows").scenario
        let planner = CallPlanner(scenario, library: MediaLibrary(for: scenario))
        #expect(planner.callCount == 0)
        let plan = try #require(planner.partitionPlan(0))
        let partition = Partition(plan, call: planner.plan(of:), keepsSeries: { _ in false })
        return try #require(try partition.run(continues: { true }))
    }

    private static let megabit =
        "{ up: { rate: 1 Mbit/s, queue: 300 ms, delay: 50 ms }, down: { delay: 50 ms } }"

    private static func series(_ record: FlowRecord, _ key: String) throws -> [Double] {
        try #require(record.series.first { $0.key == key }).values.map { $0 ?? 0 }
    }

    @Test("One media flow finds most of a megabit, with hardly any loss and a queue that stays short")
    func alone() throws {
        let result = try Self.run("- { name: a, kind: media, via: [bottleneck], stop: 60 s }", link: Self.megabit)
        let flow = try #require(result.flows.first)
        let rate = try #require(flow.metrics["flow.rate"])
        #expect(rate > 600e3 && rate < 1e6)
        #expect(try #require(flow.metrics["flow.packet_loss"]) < 0.03)
        let up = try #require(result.links.first { $0.isUp })
        #expect(try #require(up.metrics["link.wait_p95"]) < 300)
        // What arrived fits through the link, in every second.
        let received = try Self.series(flow, "received_bit_s")
        for start in stride(from: 0, to: received.count - 5, by: 5) {
            #expect(received[start..<start + 5].reduce(0, +) / 5 <= 1.02e6)
        }
    }

    @Test("On a wide link every flow reaches its highest rate, whenever it starts and however its first estimates fall")
    func wide() throws {
        let flows = (0..<12).map { number in
            "- { name: f\(number), kind: media, via: [bottleneck], start: \(number * 137) ms, stop: 20 s }"
        }
        let result = try Self.run(
            flows.joined(separator: "\n"),
            link: "{ up: { rate: 100 Mbit/s, delay: 50 ms, jitter: { rfc8868: signed } }, down: { delay: 50 ms } }"
        )
        for flow in result.flows {
            let received = try Self.series(flow, "received_bit_s")
            #expect(received[75..<95].reduce(0, +) / 20 > 1.4e6, "\(flow.name)")
        }
    }

    @Test("The same seed gives the same flows, another seed others")
    func determinism() throws {
        let flows = "- { name: a, kind: media, via: [bottleneck], stop: 10 s }"
        let first = try Self.run(flows, link: Self.megabit)
        #expect(try Self.run(flows, link: Self.megabit).flows == first.flows)
        #expect(try Self.run(flows, link: Self.megabit, seed: 4).flows.map(\.digest) != first.flows.map(\.digest))
    }

    @Test("A paused flow sends nothing, and goes on after its pause")
    func pauses() throws {
        let result = try Self.run(
            "- { name: a, kind: media, via: [bottleneck], stop: 30 s, pauses: [{ from: 10 s, to: 20 s }] }",
            link: Self.megabit
        )
        let sent = try Self.series(try #require(result.flows.first), "sent_bit_s")
        // From half a second into the pause on, for what was captured before it still leaves.
        #expect(sent[53..<100].max() == 0)
        #expect(sent[20..<50].min() ?? 0 > 0)
        #expect(sent[105..<145].min() ?? 0 > 0)
    }

    @Test("A flow downwards crosses the other direction of a link, and two ways are two records")
    func directions() throws {
        let link = "{ up: { rate: 400 kbit/s, delay: 20 ms }, down: { rate: 3 Mbit/s, delay: 20 ms } }"
        let result = try Self.run(
            """
            - { name: a, kind: media, via: [bottleneck], direction: down, stop: 30 s, media: { two_way: true } }
            """,
            link: link
        )
        #expect(result.flows.map(\.isForward) == [true, false])
        let rates = result.flows.compactMap { $0.metrics["flow.rate"] }
        #expect(rates.count == 2)
        #expect(rates[0] > 2 * rates[1])
        #expect(rates[1] <= 400e3)
    }
}
