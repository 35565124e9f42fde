import NetworkEmulation
import TestSupport
import Testing
import Units

@testable import CrossTraffic

/// What TCP promises: nos 14 and 29 of the network reference, section 7.
@Suite("TCP delivers")
struct TCPConservationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let algorithm: CongestionControlAlgorithm
        let detection: TCPLossDetection
        let setUp: TCPSetUp
        var testDescription: String { "\(algorithm), \(detection), \(setUp)" }

        static let all = [
            Case(algorithm: .cubic, detection: .threeLater, setUp: .none),
            Case(algorithm: .cubic, detection: .recent, setUp: .handshake),
            Case(algorithm: .reno, detection: .threeLater, setUp: .tls(roundTrips: 1)),
            Case(algorithm: .reno, detection: .recent, setUp: .tls(roundTrips: 2)),
        ]
    }

    private func bench(_ variant: Case, seed: UInt64) -> (bench: TCPBench, written: [Int64]) {
        var bench = TCPBench(
            flows: [
                TCPConfiguration(
                    congestionControl: variant.algorithm,
                    lossDetection: variant.detection,
                    setUp: variant.setUp
                )
            ],
            fromServer: LinkConfiguration(
                rate: .kilobitsPerSecond(2_000),
                queue: .time(.milliseconds(60)),
                delay: .milliseconds(20)
            ),
            fromClient: .delay(milliseconds: 20)
        )
        bench.keepsLog = true
        bench.misfortune = Misfortune(
            dataLoss: 0.08,
            acknowledgementLoss: 0.2,
            duplication: 0.1,
            spread: .milliseconds(20)
        )
        bench.misfortune.random = SplitMix64(seed: seed)
        var random = SplitMix64(seed: seed &+ 1_000)
        var written: [Int64] = [0, 0]
        for _ in 0..<150 {
            let end: TCPEnd = random.unitInterval() < 0.3 ? .client : .server
            let size = Int64(1 + random.unitInterval() * 6_000)
            let time = Timestamp.start + TimeDelta(seconds: random.unitInterval() * 20)
            written[Int(end.rawValue)] += size
            bench.schedule(.write(flow: 0, from: end, DataSize(bytes: size)), at: time)
        }
        return (bench, written)
    }

    @Test(
        "Every byte written is delivered once and in order, whatever is lost, doubled and reordered",
        arguments: Case.all
    )
    func conservation(variant: Case) {
        for seed in UInt64(1)...5 {
            var (bench, written) = bench(variant, seed: seed)
            bench.run(until: .seconds(400))
            for end in TCPEnd.allCases {
                let through = bench.log.compactMap { entry -> Int64? in
                    guard case .delivered(let through, end.other) = entry.effect else { return nil }
                    return through
                }
                #expect(through.last == written[Int(end.rawValue)])
                #expect(zip(through, through.dropFirst()).allSatisfy { $0 < $1 })
                let statistics = bench.connections[0].statistics(of: end)
                #expect(statistics.acknowledgedBytes == written[Int(end.rawValue)])
                #expect(statistics.writtenBytes == written[Int(end.rawValue)])
                #expect(statistics.inFlight == 0)
            }
            #expect(bench.connections[0].statistics(of: .server).segmentsRetransmitted > 0)
            // Nothing is owed any more: no timer runs.
            #expect(bench.connections[0].nextTimeout == nil)
        }
    }

    @Test("The same run twice does the same to the nanosecond, and a copy goes on as the original does")
    func determinism() {
        let first = bench(Case.all[1], seed: 9).bench
        var (whole, again, fork) = (first, first, first)
        whole.run(until: .seconds(60))
        again.run(until: .seconds(60))
        fork.run(until: .seconds(7))
        var copy = fork
        copy.run(until: .seconds(60))
        #expect(whole.log.count > 500)
        #expect(whole.log == again.log)
        #expect(whole.log == copy.log)
    }

    @Test("An endless stream that is stopped delivers what it had sent, and no more")
    func stop() {
        var connection = TCPConnection(configuration: TCPConfiguration())
        var effects: [TCPEffect] = []
        connection.writeWithoutEnd(from: .server, at: .start, into: &effects)
        #expect(effects.count == 10)
        #expect(connection.statistics(of: .server).writtenBytes == nil)
        connection.stopWriting(from: .server)
        var (now, sent) = (Timestamp.start, 0)
        while !effects.isEmpty {
            let segments = effects.compactMap { effect -> TCPSegment? in
                guard case .transmit(let segment) = effect else { return nil }
                return segment
            }
            sent += segments.filter(\.carriesData).count
            effects = []
            now += .milliseconds(10)
            for segment in segments { connection.receive(segment, at: now, into: &effects) }
        }
        #expect(sent == 10)
        #expect(connection.statistics(of: .client).deliveredBytes == 14_480)
        #expect(connection.statistics(of: .server).writtenBytes == 14_480)
    }
}
