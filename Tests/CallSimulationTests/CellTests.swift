import NetworkEmulation
import QualityModels
import Results
import Scenarios
import Testing
import Units

@testable import CallSimulation

/// Calls and flows in one Wi-Fi cell.
@Suite("Wi-Fi cells that participants share")
struct CellTests {
    private static func planner(_ rest: String) throws -> CallPlanner {
        let scenario = try ScenarioReader.read(
            bytes: Array(("rehearsal: 1\nname: ward\nseed: 2\n" + rest).utf8),
            file: "w"
        )
        return CallPlanner(scenario.scenario, library: MediaLibrary(for: scenario.scenario))
    }

    private static func run(_ rest: String) throws -> PartitionResult {
        let planner = try planner(rest)
        let plan = try #require(planner.partitionPlan(0))
        let partition = Partition(plan, call: planner.plan(of:), keepsSeries: { _ in false })
        let result = try partition.run(continues: { true })
        return try #require(result)
    }

    private static func flows(_ up: Int, _ down: Int, cell: String = "rate: 52 Mbit/s") -> String {
        let settings = "udp: { rate: 4 Mbit/s, packet: 1000 B }"
        return """
            links: { ward: { cell: { \(cell) } } }
            flows:
              - { name: up, count: \(max(up, 1)), kind: udp, via: [ward], start: \(up > 0 ? "0 s" : "4 s"), stop: 5 s, \(settings) }
              - { name: down, count: \(max(down, 1)), kind: udp, via: [ward], direction: down, start: \(down > 0 ? "0 s" : "4 s"),
                  stop: 5 s, \(settings) }
            """
    }

    private static func rate(_ name: String, _ result: PartitionResult) -> Double {
        result.flows.filter { $0.name.hasPrefix(name) }.compactMap { $0.metrics["flow.rate"] }.reduce(0, +)
    }

    @Test("What goes up and what goes down share one medium, and the access point gets one station's share")
    func halfDuplex() throws {
        let result = try Self.run(Self.flows(8, 8))
        let (up, down) = (Self.rate("up", result), Self.rate("down", result))
        // Some 22 Mbit/s in all at 52 of the radio, of which one transmitter in nine sends what goes down.
        #expect((19e6...24e6).contains(up + down))
        #expect(abs(down / (up + down) - 1.0 / 9) < 0.02)
        let records = result.links.compactMap { $0.metrics["link.utilisation"] }
        #expect(records.count == 2)
        // Somebody always waits to send, whichever way.
        #expect(records.allSatisfy { $0 > 0.97 })
    }

    @Test("Slow radios are drawn for each station, and take air time from everybody")
    func slow() throws {
        let fast = try Self.rate("up", Self.run(Self.flows(8, 1)))
        let mixed = try Self.rate(
            "up",
            Self.run(Self.flows(8, 1, cell: "rate: 52 Mbit/s, slow: { share: 30 %, rate: 2 Mbit/s }"))
        )
        #expect(mixed < fast * 0.7)
        let planner = try Self.planner(
            Self.flows(60, 60, cell: "rate: 52 Mbit/s, slow: { share: 30 %, rate: 2 Mbit/s }")
        )
        let cell = try #require(planner.partitionPlan(0)?.links.first?.cell)
        #expect(cell.stations.count == 240)
        let count = cell.stations.count { $0 == .kilobitsPerSecond(2_000) }
        // 240 draws of 0.3: five standard deviations of 7.1 about 72.
        #expect((37...107).contains(count))
    }

    @Test("Both parties of a call may be in the cell, each as a station for itself")
    func bothParties() throws {
        let result = try Self.run(
            """
            consultations: { count: 2, length: 8 s }
            clinicians: [{ name: c, network: radio, via: [ward] }]
            patients: [{ name: p, network: radio, via: [ward] }]
            media: { video: { codec: vp8, size: 96x64, frame_rate: 15, bitrate: { start: 150 kbit/s, max: 300 kbit/s } } }
            networks: { radio: { up: {}, down: {} } }
            links: { ward: { cell: { rate: 52 Mbit/s } } }
            """
        )
        #expect(result.calls.map(\.record.outcome) == [.completedVideo, .completedVideo])
        for call in result.calls {
            for direction in call.record.directions { #expect(direction.metrics["call.packet_loss"] == 0) }
        }
        // All datagrams go up from one station and down to the other.
        let offered = result.links.map(\.metrics).compactMap { $0["link.packet_drops"] }
        #expect(offered == [0, 0])
    }

    @Test("Frames that break are sent again; what is given up after seven tries is lost")
    func frameErrors() throws {
        let result = try Self.run(
            """
            links: { ward: { cell: { rate: 52 Mbit/s, frame_errors: 60 % } } }
            flows: [{ name: u, kind: udp, via: [ward], stop: 100 s, udp: { rate: 1 Mbit/s, packet: 1000 B } }]
            """
        )
        let loss = try #require(result.flows.first?.metrics["flow.packet_loss"])
        // 0.6^7 is 2.8 %; some 12,500 packets, five standard deviations of 0.15 %.
        #expect(abs(loss - 0.028) < 0.0075)
    }
}
