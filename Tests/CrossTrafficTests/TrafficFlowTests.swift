import NetworkEmulation
import Testing
import Units
import VirtualTime

@testable import CrossTraffic

/// Flows over one link forwards and a plain delay back.
@Suite("Cross traffic")
struct TrafficFlowTests {
    private struct Outcome {
        var forwardBytes: Int64 = 0
        var bytesBySecond: [Int: Int64] = [:]
        var firstSend: Timestamp?
        var lastSend = Timestamp.start
        var stream: VideoStreamStatistics?
    }

    private struct Crossing {
        let packet: TrafficPacket
    }

    private static func run(
        _ kind: TrafficKind,
        _ times: TrafficTimes,
        rate: DataRate,
        changes: [LinkChange] = [],
        until end: Timestamp,
        seed: UInt64 = 4
    ) -> Outcome {
        var flow = TrafficFlow(kind, times: times, seed: seed, owner: 7)
        var link = Link(
            configuration: LinkConfiguration(rate: rate, queue: .time(.milliseconds(200)), delay: .milliseconds(20)),
            schedule: LinkSchedule(changes: changes),
            seed: seed,
            owner: 7,
            leg: .sharedUp
        )
        var queue = EventQueue<Crossing>()
        var outcome = Outcome()
        var effects: [TrafficEffect] = []
        func settle(at now: Timestamp) {
            for case .send(let packet) in effects {
                guard packet.isForward else {
                    queue.schedule(Crossing(packet: packet), at: now + .milliseconds(20))
                    continue
                }
                outcome.firstSend = outcome.firstSend ?? now
                outcome.lastSend = now
                guard case .delivered(let time, _) = link.send(packet.size, at: now) else { continue }
                queue.schedule(Crossing(packet: packet), at: time)
            }
            effects.removeAll()
        }
        flow.start(into: &effects)
        settle(at: times.start)
        while true {
            let (arrival, timeout) = (queue.nextTime ?? .distantFuture, flow.nextTimeout ?? .distantFuture)
            let now = min(arrival, timeout)
            guard now < end else { break }
            if arrival <= timeout, let (_, crossing) = queue.popNext() {
                if crossing.packet.isForward {
                    outcome.forwardBytes += crossing.packet.size.bytes
                    outcome.bytesBySecond[Int(now.seconds), default: 0] += crossing.packet.size.bytes
                }
                flow.arrive(crossing.packet, at: now, into: &effects)
            } else {
                flow.advance(to: now, into: &effects)
            }
            settle(at: now)
        }
        outcome.stream = flow.streamStatistics
        return outcome
    }

    private static func times(_ start: Int64, _ stop: Int64, _ pauses: [Range<Timestamp>] = []) -> TrafficTimes {
        TrafficTimes(start: .start + .seconds(start), stop: .start + .seconds(stop), pauses: pauses)
    }

    @Test("A greedy download fills the link, pauses and stops when told to")
    func download() {
        let pause = Timestamp.start + .seconds(20)..<Timestamp.start + .seconds(30)
        let outcome = Self.run(
            .download(.cubic, size: nil),
            Self.times(1, 40, [pause]),
            rate: .kilobitsPerSecond(4_000),
            until: .start + .seconds(60)
        )
        for second in Array(5..<20) + Array(33..<40) {
            #expect(Double((outcome.bytesBySecond[second] ?? 0) * 8) > 0.85 * 4e6, "second \(second)")
        }
        for second in [0] + Array(22..<30) + Array(42..<60) { #expect(outcome.bytesBySecond[second] == nil) }
        #expect(outcome.firstSend == .start + .seconds(1) + .milliseconds(20))
    }

    @Test("A download of a size ends when it is there")
    func sized() {
        let outcome = Self.run(
            .download(.reno, size: DataSize(bytes: 1_448_000)),
            Self.times(0, 100),
            rate: .kilobitsPerSecond(8_000),
            until: .start + .seconds(100)
        )
        // A thousand full segments and the SYN-ACK at the least, and what was sent again of them.
        #expect(outcome.forwardBytes >= 1_000 * 1_500)
        #expect(outcome.forwardBytes < 1_100 * 1_500)
        #expect(outcome.lastSend < .start + .seconds(5))
    }

    @Test("Pages load within the range of their sizes, with pauses between, and the seed decides which")
    func web() {
        func run(_ seed: UInt64) -> Outcome {
            Self.run(
                .web(.rfc8867),
                Self.times(0, 300),
                rate: .kilobitsPerSecond(20_000),
                until: .start + .seconds(320),
                seed: seed
            )
        }
        let outcome = run(4)
        // Ten readers, a load of 40 KB (and 4 % of headers) every 10.2 s or so.
        let loads = Double(outcome.forwardBytes) / (40_000 * 1.04)
        let expected = 10 * 300 / 10.2
        // A renewal process of exponential pauses: the count's variance is about its mean.
        #expect((loads - expected).magnitude < 4.9 * expected.squareRoot())
        #expect(run(4).forwardBytes == outcome.forwardBytes)
        #expect(run(5).forwardBytes != outcome.forwardBytes)
    }

    @Test("A player settles on the highest rate that fits, and does not stall on ample capacity")
    func ample() throws {
        let ladder: [DataRate] = [500, 1_000, 2_000, 4_000].map { .kilobitsPerSecond($0) }
        let outcome = Self.run(
            .stream(VideoStreamConfiguration(ladder: ladder)),
            Self.times(0, 300),
            rate: .kilobitsPerSecond(3_500),
            until: .start + .seconds(300)
        )
        let statistics = try #require(outcome.stream)
        #expect(statistics.stalls == 0)
        // 80 % of 3.5 Mbit/s less overhead lets 2 Mbit/s through and not 4.
        #expect(statistics.segmentsByRung[3] == 0)
        #expect(Double(statistics.segmentsByRung[2]) > 0.85 * Double(statistics.segments))
        // As much is fetched as is played, and the buffer.
        #expect((75...83).contains(statistics.segments))
    }

    @Test("A player whose line collapses steps down, and stalls where even the lowest rate does not fit")
    func starvation() throws {
        let ladder: [DataRate] = [500, 1_000, 2_000].map { .kilobitsPerSecond($0) }
        func run(_ rate: Int64) throws -> VideoStreamStatistics {
            let change = LinkChange(at: .start + .seconds(60), rate: .kilobitsPerSecond(rate))
            let outcome = Self.run(
                .stream(VideoStreamConfiguration(ladder: ladder)),
                Self.times(0, 300),
                rate: .kilobitsPerSecond(6_000),
                changes: [change],
                until: .start + .seconds(300)
            )
            return try #require(outcome.stream)
        }
        let narrow = try run(900)
        #expect(narrow.segmentsByRung[0] > 30)
        let starved = try run(200)
        #expect(starved.stalls > 0)
        #expect(starved.stalledTime > .seconds(60))
    }
}
