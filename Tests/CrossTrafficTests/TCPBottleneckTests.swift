import NetworkEmulation
import Testing
import Units

@testable import CrossTraffic

/// On a link whose queue drops at its tail: no 25 of the network reference, section 7.
@Suite("TCP on a bottleneck")
struct TCPBottleneckTests {
    private func bottleneck(kilobits: Int64, queue: Int64, oneWay: Int64) -> LinkConfiguration {
        LinkConfiguration(
            rate: .kilobitsPerSecond(kilobits),
            queue: .time(.milliseconds(queue)),
            delay: .milliseconds(oneWay)
        )
    }

    @Test("One CUBIC flow keeps a buffer of D ms full to between 0.7 (D + RTT) - RTT and D, and the link busy")
    func buffer() {
        var bench = TCPBench(
            flows: [TCPConfiguration()],
            fromServer: bottleneck(kilobits: 5_000, queue: 200, oneWay: 10),
            fromClient: .delay(milliseconds: 10)
        )
        bench.schedule(.writeWithoutEnd(flow: 0, from: .server), at: .start)
        bench.run(until: .seconds(10))
        let before = bench.connections[0].statistics(of: .server).acknowledgedBytes
        bench.run(until: .seconds(50))
        let statistics = bench.connections[0].statistics(of: .server)
        let waits = bench.queueing.filter { $0.time > .seconds(10) }.map(\.wait.milliseconds)
        // A segment takes 2.4 ms; the window counts whole ones, and two are acknowledged at once.
        let segment = 2.4
        #expect((waits.max() ?? 0) <= 200)
        #expect((waits.max() ?? 0) > 200 - 2 * segment)
        #expect((waits.min() ?? 0) > 0.7 * (200 + 20) - 20 - 3 * segment)
        #expect((waits.min() ?? 0) < 0.7 * (200 + 20) - 20 + 3 * segment)
        #expect(statistics.timeouts == 0)
        let share = Double(statistics.acknowledgedBytes - before) * 8 / 40 / 5e6
        #expect(abs(share - 1_448.0 / 1_500) < 0.001)
    }

    @Test(
        "Four flows with one round-trip time share a link: Jain's index above 0.95",
        arguments: [CongestionControlAlgorithm.cubic, .reno]
    )
    func fairness(algorithm: CongestionControlAlgorithm) {
        var bench = TCPBench(
            flows: [TCPConfiguration](repeating: TCPConfiguration(congestionControl: algorithm), count: 4),
            fromServer: bottleneck(kilobits: 8_000, queue: 100, oneWay: 20),
            fromClient: .delay(milliseconds: 20)
        )
        for flow in 0..<4 {
            let start = Timestamp.milliseconds(Int64(flow) * 2_370)
            bench.schedule(.writeWithoutEnd(flow: flow, from: .server), at: start)
        }
        bench.run(until: .seconds(20))
        let before = bench.connections.map { $0.statistics(of: .server).acknowledgedBytes }
        bench.run(until: .seconds(80))
        let shares = zip(bench.connections, before).map { connection, before in
            Double(connection.statistics(of: .server).acknowledgedBytes - before)
        }
        let sum = shares.reduce(0, +)
        let jain = sum * sum / 4 / shares.reduce(0) { $0 + $1 * $1 }
        #expect(jain > 0.95)
        // Together they fill it, but for headers and what was lost.
        #expect(sum * 8 / 60 / 8e6 > 0.95)
        // What arrived beyond a gap before the beginning may be acknowledged after it: a buffer and a round trip of it.
        #expect(sum * 8 / 60 / 8e6 < 1_448.0 / 1_500 * (1 + 0.14 / 60))
    }
}
