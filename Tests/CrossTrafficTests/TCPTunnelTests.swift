import Foundation
import NetworkEmulation
import TestSupport
import Testing
import Units
import VirtualTime

@testable import CrossTraffic

/// A tunnel between two links.
struct TunnelBench {
    enum Event {
        case arrival(TCPSegment)
        case timer
        case send(DataSize, ticket: Int, from: TCPEnd)
    }
    struct Outcome: Hashable {
        let ticket: Int
        let time: Timestamp
    }

    private(set) var tunnel: TCPTunnel
    private(set) var delivered: PerEnd<[Outcome]> = PerEnd(both: [])
    private(set) var dropped: PerEnd<[Outcome]> = PerEnd(both: [])
    var loses: (TCPSegment, Int) -> Bool = { _, _ in false }
    var misfortune = Misfortune()
    private var links: [Link]
    private var queue = EventQueue<Event>()
    private var dataSent = [0, 0]
    private var armed: Timestamp?

    init(_ configuration: TCPTunnelConfiguration, fromClient: LinkConfiguration, fromServer: LinkConfiguration) {
        tunnel = TCPTunnel(configuration: configuration)
        links = [
            Link(configuration: fromClient, seed: 1, owner: 1, leg: .patientUp),
            Link(configuration: fromServer, seed: 1, owner: 1, leg: .patientDown),
        ]
        change(at: .start) { $0.open(at: .start, into: &$1) }
    }

    mutating func schedule(_ event: Event, at time: Timestamp) { queue.schedule(event, at: time) }

    mutating func run(until end: Timestamp) {
        while let (now, event) = queue.popNext(before: end) {
            switch event {
            case .arrival(let segment): change(at: now) { $0.receive(segment, at: now, into: &$1) }
            case .timer:
                guard armed == now else { continue }
                armed = nil
                change(at: now) { $0.advance(to: now, into: &$1) }
            case .send(let size, let ticket, let end):
                change(at: now) { $0.send(size, ticket: ticket, from: end, at: now, into: &$1) }
            }
        }
    }

    private mutating func change(at now: Timestamp, _ body: (inout TCPTunnel, inout [TCPTunnelEffect]) -> Void) {
        var effects: [TCPTunnelEffect] = []
        body(&tunnel, &effects)
        for effect in effects {
            switch effect {
            case .transmit(let segment): carry(segment, at: now)
            case .delivered(let ticket, let end): delivered[end].append(Outcome(ticket: ticket, time: now))
            case .dropped(let ticket, let end): dropped[end].append(Outcome(ticket: ticket, time: now))
            case .established: break
            }
        }
        guard let timeout = tunnel.nextTimeout, armed.map({ timeout < $0 }) ?? true else { return }
        armed = timeout
        queue.schedule(.timer, at: timeout)
    }

    private mutating func carry(_ segment: TCPSegment, at now: Timestamp) {
        let origin = Int(segment.origin.rawValue)
        let count = dataSent[origin]
        if segment.carriesData { dataSent[origin] += 1 }
        guard !loses(segment, count) else { return }
        guard case .delivered(let time, _) = links[origin].send(segment.size, at: now) else { return }
        for arrival in misfortune.arrivals(of: segment, at: time) {
            queue.schedule(.arrival(segment), at: arrival)
        }
    }
}

@Suite("Datagrams over TCP")
struct TCPTunnelTests {
    struct Vector: Decodable {
        struct Parameters: Decodable {
            let gap_ms: Int64
            let lost: [Int]
            let n: Int
            let one_way_ms: Int64
        }
        let params: Parameters
        let extra_delay_ms: [Double]
        let release_ms: [Double]
    }
    struct File: Decodable { let tcp_relay_in_order: Vector }

    @Test("A lost segment holds up those behind it as the reference says: 110, 90, 70, 50, 30, 10 ms")
    func knownAnswer() throws {
        let url = Bundle.module.bundleURL.appendingPathComponent("Vectors/estimators.json")
        let vector = try JSONDecoder().decode(File.self, from: Data(contentsOf: url)).tcp_relay_in_order
        let link = LinkConfiguration.delay(milliseconds: vector.params.one_way_ms)
        var bench = TunnelBench(
            TCPTunnelConfiguration(tcp: TCPConfiguration()),
            fromClient: link,
            fromServer: link
        )
        bench.loses = { segment, _ in
            segment.carriesData && !segment.isRetransmission && vector.params.lost.contains(Int(segment.number))
        }
        for index in 0..<vector.params.n {
            bench.schedule(
                .send(DataSize(bytes: 120), ticket: index, from: .client),
                at: .milliseconds(Int64(index) * vector.params.gap_ms)
            )
        }
        bench.run(until: .seconds(2))
        let outcomes = bench.delivered[.server]
        #expect(outcomes.map(\.ticket) == Array(0..<vector.params.n))
        #expect(outcomes.map(\.time.milliseconds) == vector.release_ms)
        let extra = outcomes.enumerated().map { index, outcome in
            outcome.time.milliseconds - Double(Int64(index) * vector.params.gap_ms + vector.params.one_way_ms)
        }
        #expect(extra == vector.extra_delay_ms)
        #expect(bench.tunnel.statistics(of: .client).timeouts == 0)
    }

    @Test("With RACK one later segment is enough: 50, 30 and 10 ms")
    func recent() {
        var bench = TunnelBench(
            TCPTunnelConfiguration(tcp: TCPConfiguration(lossDetection: .recent)),
            fromClient: .delay(milliseconds: 15),
            fromServer: .delay(milliseconds: 15)
        )
        bench.loses = { segment, _ in segment.carriesData && !segment.isRetransmission && segment.number == 8 }
        for index in 0..<20 {
            bench.schedule(
                .send(DataSize(bytes: 120), ticket: index, from: .client),
                at: .milliseconds(Int64(index) * 20)
            )
        }
        bench.run(until: .seconds(2))
        let extra = bench.delivered[.server].map { $0.time.milliseconds - Double($0.ticket * 20 + 15) }
        #expect(extra == [Double](repeating: 0, count: 8) + [50, 30, 10] + [Double](repeating: 0, count: 9))
    }

    @Test("A stall that fills the window makes datagrams wait at the sender, and the buffer drops what is too late")
    func stall() {
        // Nothing arrives for a second: ten segments go, the rest waits up to 300 ms.
        var bench = TunnelBench(
            TCPTunnelConfiguration(tcp: TCPConfiguration(), buffer: .wait(.milliseconds(300))),
            fromClient: LinkConfiguration(delay: .milliseconds(15)),
            fromServer: .delay(milliseconds: 15)
        )
        bench.loses = { segment, _ in
            segment.sentAt >= .milliseconds(1_000) && segment.sentAt < .milliseconds(2_000)
        }
        for index in 0..<200 {
            bench.schedule(
                .send(DataSize(bytes: 120), ticket: index, from: .client),
                at: .milliseconds(Int64(index) * 20)
            )
        }
        bench.run(until: .seconds(10))
        let (arrived, gone) = (bench.delivered[.server].map(\.ticket), bench.dropped[.client])
        #expect((arrived + gone.map(\.ticket)).sorted() == Array(0..<200))
        #expect(arrived == arrived.sorted())
        #expect(bench.tunnel.statistics(of: .client).timeouts > 0)
        // The window of 10 is full at 1.2 s; from 1.5 s on what comes is dropped, until the repair.
        #expect(gone.first?.time ?? .start > .milliseconds(1_480))
        #expect(gone.first?.time ?? .start <= .milliseconds(1_540))
        #expect(gone.count > 20)
    }

    @Test("Framing is 4 bytes and padding, and 29 or 22 more in TLS 1.2 or 1.3")
    func framing() {
        let sizes = [TunnelFraming.channelData, .channelDataInTLS12, .channelDataInTLS13].map { framing in
            [0, 1, 160, 1_201].map { framing.size(of: DataSize(bytes: $0)).bytes }
        }
        #expect(sizes == [[4, 8, 164, 1_208], [33, 37, 193, 1_237], [26, 30, 186, 1_230]])
    }

    @Test("On the wire a datagram of 160 bytes is a segment of 52 + 29 + 164 bytes")
    func wireSize() {
        var tunnel = TCPTunnel(
            configuration: TCPTunnelConfiguration(tcp: TCPConfiguration(), framing: .channelDataInTLS12)
        )
        var effects: [TCPTunnelEffect] = []
        tunnel.send(DataSize(bytes: 160), ticket: 7, from: .client, at: .start, into: &effects)
        guard case .transmit(let segment) = effects.first else {
            Issue.record("nothing was sent")
            return
        }
        #expect(segment.size == DataSize(bytes: 245))
        #expect(effects.count == 1)
    }

    @Test(
        "A rate below the media's fills the sender's buffer, which drops; nothing else does",
        arguments: [true, false]
    )
    func buffer(byTime: Bool) throws {
        // 400 kbit/s of datagrams into 300 kbit/s, whose queue is deep enough to lose nothing.
        let up = LinkConfiguration(rate: .kilobitsPerSecond(300), queue: .packets(100_000), delay: .milliseconds(20))
        let limit = TimeDelta.milliseconds(300)
        let tcp = TCPConfiguration(receiveWindow: DataSize(bytes: 8_000))
        var bench = TunnelBench(
            TCPTunnelConfiguration(tcp: tcp, buffer: byTime ? .wait(limit) : .size(DataSize(bytes: 12_000))),
            fromClient: up,
            fromServer: .delay(milliseconds: 20)
        )
        for index in 0..<3_000 {
            bench.schedule(
                .send(DataSize(bytes: 1_000), ticket: index, from: .client),
                at: .milliseconds(Int64(index) * 20)
            )
        }
        bench.run(until: .seconds(70))
        let (arrived, gone) = (bench.delivered[.server], bench.dropped[.client])
        #expect((arrived + gone).map(\.ticket).sorted() == Array(0..<3_000))
        #expect(arrived.map(\.ticket) == arrived.map(\.ticket).sorted())
        #expect(bench.tunnel.statistics(of: .client).segmentsRetransmitted == 0)
        // Payload over what a segment takes on the wire, which is between one datagram and a full segment.
        let share = 300.0 / 400 * 1_000 / (1_004 + 52)
        #expect(Double(arrived.count) / 3_000 > share - 0.01)
        #expect(Double(arrived.count) / 3_000 < share * 1.02 + 0.01)
        // Never longer than the buffer, the window in the queue and a datagram's worth on top.
        let worst = arrived.map { $0.time - .milliseconds(Int64($0.ticket) * 20) }.max() ?? .zero
        let window = DataRate.kilobitsPerSecond(300).duration(of: DataSize(bytes: 8_000 * 15 / 10))
        let wait = byTime ? limit : DataRate.kilobitsPerSecond(300).duration(of: DataSize(bytes: 12_000 * 11 / 10))
        #expect(worst < wait + window + .milliseconds(60))
        #expect(worst > wait)
    }

    @Test("Both directions deliver every datagram once and in order, whatever the network does")
    func conservation() {
        for seed in UInt64(1)...6 {
            var bench = TunnelBench(
                TCPTunnelConfiguration(buffer: .unlimited),
                fromClient: .delay(milliseconds: 20),
                fromServer: .delay(milliseconds: 30)
            )
            bench.misfortune = Misfortune(
                dataLoss: 0.05,
                acknowledgementLoss: 0.05,
                duplication: 0.05,
                spread: .milliseconds(15)
            )
            bench.misfortune.random = SplitMix64(seed: seed)
            for index in 0..<2_000 {
                let size = DataSize(bytes: Int64(60 + index * 7_919 % 1_140))
                bench.schedule(.send(size, ticket: index, from: .client), at: .milliseconds(Int64(index) * 20))
                bench.schedule(.send(size, ticket: -index, from: .server), at: .milliseconds(Int64(index) * 20 + 3))
            }
            bench.run(until: .seconds(200))
            #expect(bench.delivered[.server].map(\.ticket) == Array(0..<2_000))
            #expect(bench.delivered[.client].map(\.ticket) == (0..<2_000).map { -$0 })
        }
    }
}
