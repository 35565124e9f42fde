import Testing
import Units

@testable import Scenarios

@Suite("Cell decoding")
struct CellDecodingTests {
    private static func text(_ link: String) -> String {
        "rehearsal: 1\nname: ward\nlinks: { ward: { \(link) } }\n"
            + "flows: [{ name: f, kind: udp, via: [ward], stop: 5 s, udp: { rate: 1 Mbit/s } }]\n"
    }

    @Test("A cell has its own numbers, and defaults where it gives none")
    func numbers() throws {
        func cell(_ keys: String) throws -> CellSettings? {
            try Reading.read(Self.text("cell: { \(keys) }")).scenario.links.first?.cell
        }
        let plain = try #require(try cell(""))
        #expect(plain.rate == .kilobitsPerSecond(52_000) && plain.packetsMax == 1_000)
        #expect(plain.slow == nil && plain.aggregation == nil && plain.frameErrors == .never)
        let full = try #require(
            try cell(
                "rate: 65 Mbit/s, slow: { share: 20 %, rate: 6.5 Mbit/s }, frame_errors: 10 %, aggregation: 4 ms, queue: 99 packets"
            )
        )
        #expect(full.rate == .kilobitsPerSecond(65_000) && full.packetsMax == 99)
        #expect(full.slow == CellSettings.Slow(share: Probability(clamping: 0.2), rate: .kilobitsPerSecond(6_500)))
        #expect(full.aggregation == .milliseconds(4) && full.frameErrors == Probability(clamping: 0.1))
    }

    @Test("What does not go with a cell is told at its place")
    func wrong() {
        func first(_ link: String) -> String { Reading.firstLines(Self.text(link)).first ?? "" }
        #expect(
            first("cell: { queue: 20 ms }").contains("links.ward.cell.queue: a cell's queues are counted in packets")
        )
        #expect(first("cell: {}, up: { rate: 1 Mbit/s }").contains("links.ward.up: a cell is the whole of its link"))
        #expect(first("cell: {}, at 3 s: { outage: 1 s }").contains("a cell is the whole of its link"))
        #expect(first("cell: { slow: { rate: 1 Mbit/s } }").contains("share is missing"))
        #expect(first("cell: { rate: 100 kbit/s }").contains("outside"))
        #expect(first("cell: { slow: { share: 9 %, rate: 60 Mbit/s } }").contains("slow stations are not slower"))
        // Nothing else is said to be wrong for it.
        #expect(
            Reading.firstLines(Self.text("cell: { queue: 20 ms }") + "thresholds: { flow.rate: min >= 0 bit/s }").count
                == 1
        )
        #expect(first("cell: { frame_errors: 100 % }").contains("outside"))
        let network = "rehearsal: 1\nname: n\npatients: [{ name: p, network: w }]\nnetworks: { w: { cell: {} } }\n"
        #expect(Reading.firstLines(network).contains { $0.contains("networks.w.cell: there is no key 'cell' here") })
    }
}
