import NetworkEmulation
import Testing
import Units

@testable import CrossTraffic

@Suite("TCP: set-up, timers and repair")
struct TCPRecoveryTests {
    private func bench(_ configuration: TCPConfiguration = TCPConfiguration()) -> TCPBench {
        var bench = TCPBench(
            flows: [configuration],
            fromServer: .delay(milliseconds: 15),
            fromClient: .delay(milliseconds: 15)
        )
        bench.keepsLog = true
        return bench
    }

    private func transmissions(_ bench: TCPBench, from end: TCPEnd) -> [(time: Double, segment: TCPSegment)] {
        bench.log.compactMap {
            guard case .transmit(let segment) = $0.effect, segment.origin == end else { return nil }
            return ($0.time.milliseconds, segment)
        }
    }

    private func established(_ bench: TCPBench, at end: TCPEnd) -> Double? {
        bench.log.first { $0.effect == .established(end) }?.time.milliseconds
    }

    private func delivered(_ bench: TCPBench, to end: TCPEnd) -> [(time: Double, through: Int64)] {
        bench.log.compactMap {
            guard case .delivered(let through, end) = $0.effect else { return nil }
            return ($0.time.milliseconds, through)
        }
    }

    @Test("A handshake takes one round trip, TLS 1.3 two and TLS 1.2 three before the client may send")
    func setUp() {
        for (setUp, client) in [(TCPSetUp.handshake, 30.0), (.tls(roundTrips: 1), 60), (.tls(roundTrips: 2), 90)] {
            var bench = bench(TCPConfiguration(setUp: setUp))
            bench.schedule(.write(flow: 0, from: .client, DataSize(bytes: 500)), at: .start)
            bench.schedule(.write(flow: 0, from: .server, DataSize(bytes: 700)), at: .start)
            bench.run(until: .seconds(2))
            #expect(established(bench, at: .client) == client)
            #expect(established(bench, at: .server) == client + 15)
            #expect(delivered(bench, to: .server).last?.through == 500)
            #expect(delivered(bench, to: .client).map(\.through) == [700])
            #expect(delivered(bench, to: .client).map(\.time) == [client + 30])
        }
    }

    @Test("A lost SYN goes again after 1 s, 2 s and 4 s, a lost SYN-ACK likewise")
    func lostSynchronise() {
        var first = bench(TCPConfiguration(setUp: .handshake))
        first.loses = { segment, _ in segment.kind == .synchronise }
        first.run(until: .seconds(8))
        #expect(transmissions(first, from: .client).map(\.time) == [0, 1_000, 3_000, 7_000])
        #expect(transmissions(first, from: .server).isEmpty)

        var second = bench(TCPConfiguration(setUp: .handshake))
        second.loses = { segment, _ in
            segment.kind == .synchroniseAcknowledgement && segment.sentAt < .milliseconds(1_015)
        }
        second.run(until: .seconds(8))
        #expect(transmissions(second, from: .server).map(\.time) == [15, 1_015])
        #expect(established(second, at: .client) == 1_030)
        #expect(established(second, at: .server) == 1_045)
    }

    @Test("A lost last segment costs SRTT + 200 ms, and each further loss twice as long")
    func timeout() {
        var bench = bench()
        bench.loses = { segment, count in segment.origin == .server && (4..<7).contains(count) }
        // Four segments of which every second is acknowledged at once: round trips of 30 ms.
        bench.schedule(.write(flow: 0, from: .server, DataSize(bytes: 4 * 1_448)), at: .start)
        bench.schedule(.write(flow: 0, from: .server, DataSize(bytes: 100)), at: .milliseconds(100))
        bench.run(until: .seconds(3))
        let times = transmissions(bench, from: .server).filter { $0.segment.length == 100 }.map(\.time)
        #expect(times == [100, 330, 790, 1_710])
        #expect(delivered(bench, to: .client).last?.time == 1_725)
        let statistics = bench.connections[0].statistics(of: .server)
        #expect(statistics.timeouts == 3)
        #expect(statistics.segmentsRetransmitted == 3)
        #expect(statistics.recoveries == 0)
        // The last round trip was 30 ms and the 40 ms that its acknowledgement waited: SRTT rose by an eighth of that.
        #expect(statistics.retransmissionTimeout == .milliseconds(235))
    }

    @Test("Before the first sample the timer waits 1 s, and it doubles until something arrives")
    func backoff() {
        var bench = bench()
        bench.loses = { segment, count in segment.origin == .server && count < 5 }
        bench.schedule(.write(flow: 0, from: .server, DataSize(bytes: 100)), at: .start)
        bench.run(until: .seconds(40))
        #expect(transmissions(bench, from: .server).map(\.time) == [0, 1_000, 3_000, 7_000, 15_000, 31_000])
        #expect(delivered(bench, to: .client).map(\.time) == [31_015])
    }

    @Test("A single segment is acknowledged after 40 ms, a second one at once, and data carries acknowledgements")
    func acknowledgements() {
        var bench = bench()
        bench.schedule(.write(flow: 0, from: .server, DataSize(bytes: 1_000)), at: .start)
        bench.schedule(.write(flow: 0, from: .server, DataSize(bytes: 1_000)), at: .milliseconds(200))
        bench.schedule(.write(flow: 0, from: .server, DataSize(bytes: 1_000)), at: .milliseconds(210))
        bench.schedule(.write(flow: 0, from: .server, DataSize(bytes: 1_000)), at: .milliseconds(400))
        bench.schedule(.write(flow: 0, from: .client, DataSize(bytes: 300)), at: .milliseconds(420))
        bench.run(until: .seconds(2))
        let sent = transmissions(bench, from: .client)
        #expect(sent.map(\.time) == [55, 225, 420])
        #expect(sent.map(\.segment.length) == [0, 0, 300])
        #expect(bench.connections[0].statistics(of: .client).acknowledgementsSent == 2)
    }

    @Test("A lost segment in a train goes again when three later ones have arrived, and the window falls to 0.7")
    func fastRetransmit() {
        var bench = bench()
        bench.loses = { segment, count in segment.origin == .server && count == 2 }
        bench.schedule(.write(flow: 0, from: .server, DataSize(bytes: 10 * 1_448)), at: .start)
        bench.run(until: .seconds(1))
        let repeated = transmissions(bench, from: .server).filter(\.segment.isRetransmission)
        #expect(repeated.map(\.time) == [30])
        #expect(delivered(bench, to: .client).last?.time == 45)
        let statistics = bench.connections[0].statistics(of: .server)
        #expect(statistics.recoveries == 1)
        #expect(statistics.timeouts == 0)
        // Slow start had added the two that arrived before the gap, and two more before the third proof of the loss.
        #expect(statistics.slowStartThreshold == 0.7 * 14)
    }

    @Test("A repeated segment that is lost again is found by three sent after it, without the timer")
    func lostRetransmission() {
        var bench = bench()
        var lost = 0
        bench.loses = { segment, count in
            guard segment.origin == .server, segment.carriesData, segment.number == 2, lost < 2 else { return false }
            lost += 1
            return true
        }
        bench.schedule(.write(flow: 0, from: .server, DataSize(bytes: 60 * 1_448)), at: .start)
        bench.run(until: .seconds(2))
        let statistics = bench.connections[0].statistics(of: .server)
        #expect(lost == 2)
        #expect(statistics.timeouts == 0)
        #expect(statistics.segmentsRetransmitted == 2)
        #expect(statistics.acknowledgedBytes == 60 * 1_448)
    }

    @Test("With RACK a lost segment goes again a quarter of a round trip after something later arrived")
    func recent() {
        var bench = bench(TCPConfiguration(lossDetection: .recent))
        bench.loses = { segment, count in segment.origin == .server && count == 1 }
        for index in Int64(0)..<4 {
            bench.schedule(
                .write(flow: 0, from: .server, DataSize(bytes: 200)),
                at: .milliseconds(index * 5)
            )
        }
        bench.run(until: .seconds(1))
        let repeated = transmissions(bench, from: .server).filter(\.segment.isRetransmission)
        // Lost: sent at 5. Sent at 10, acknowledged at 40. 5 + 30 + 30 / 4 = 42.5.
        #expect(repeated.map(\.time) == [42.5])
    }

    @Test("Reordering within a quarter of a round trip is no loss to RACK once seen, but is to three later segments")
    func reordering() {
        let repeated = [TCPLossDetection.recent, .threeLater].map { detection in
            var bench = TCPBench(
                flows: [TCPConfiguration(lossDetection: detection)],
                fromServer: LinkConfiguration(rate: .kilobitsPerSecond(10_000), delay: .milliseconds(40)),
                fromClient: .delay(milliseconds: 40)
            )
            // Segments are 1.2 ms apart, and they and acknowledgements up to 8 ms late by themselves: 16 of the 20 allowed.
            bench.misfortune.spread = .milliseconds(8)
            bench.schedule(.write(flow: 0, from: .server, DataSize(bytes: 3_000_000)), at: .start)
            bench.run(until: .seconds(120))
            let statistics = bench.connections[0].statistics(of: .server)
            #expect(statistics.acknowledgedBytes == 3_000_000)
            return statistics.segmentsRetransmitted
        }
        // A first window may be misjudged before anything was seen.
        #expect(repeated[0] <= 10)
        #expect(repeated[1] > 10)
    }

    @Test("No more than the receive window is on its way")
    func receiveWindow() {
        var bench = bench(TCPConfiguration(receiveWindow: DataSize(bytes: 20 * 1_448)))
        var most = 0
        bench.observe = { _, connections in most = max(most, connections[0].statistics(of: .server).inFlight) }
        bench.schedule(.writeWithoutEnd(flow: 0, from: .server), at: .start)
        bench.run(until: .seconds(10))
        #expect(most == 20)
        let statistics = bench.connections[0].statistics(of: .server)
        // Growth ends where twice what is on its way no longer exceeds the window, with what the last one brought.
        #expect((40...41).contains(statistics.congestionWindow))
        // 20 segments a round trip of 30 ms, of which the first few grow.
        #expect((6_500...6_667).contains(statistics.acknowledgedBytes / 1_448))
    }

    @Test("After idling the window is halved for each time-out's length, down to the first window")
    func idle() {
        var window = CongestionWindow(algorithm: .reno, initial: 10)
        window.grow(by: 70, isUsed: true, at: .start, roundTrip: .milliseconds(30))
        #expect(window.segments == 80)
        window.restart(after: .milliseconds(200), timeout: .milliseconds(200))
        #expect(window.segments == 80)
        window.restart(after: .milliseconds(500), timeout: .milliseconds(200))
        #expect(window.segments == 20)
        window.restart(after: .seconds(60), timeout: .milliseconds(200))
        #expect(window.segments == 10)
    }
}
