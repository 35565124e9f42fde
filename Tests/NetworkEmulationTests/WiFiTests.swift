import Testing
import Units
import VirtualTime

@testable import NetworkEmulation

@Suite("Wi-Fi")
struct WiFiTests {
    private static let fast = DataRate.kilobitsPerSecond(52_000)
    private static let patient = WiFiTimings(triesMax: 1_000_000)

    private struct Count {
        var usage: WiFiUsage
        var delivered: [UInt32: Int] = [:]
        var seconds = 0.0
    }

    /// A cell in which each of the flows always has packets to send.
    private func saturated(
        _ configuration: WiFiCellConfiguration,
        flows: [UInt32],
        seconds: Int64,
        size: DataSize = .full,
        seed: UInt64 = 1
    ) -> Count {
        var cell = WiFiCell(configuration: configuration, seed: seed, owner: RandomStream.firstSharedOwner)
        var passages: [Passage] = []
        var delivered: [UInt32: Int] = [:]
        for flow in flows {
            for _ in 0..<100 {
                cell.offer(LinkPacket(size: size, flow: flow, ticket: Int(flow)), at: .start, into: &passages)
            }
        }
        let end = Timestamp.start + .seconds(seconds)
        while let next = cell.nextTimeout, next < end {
            cell.advance(to: next, into: &passages)
            let told = passages
            passages.removeAll(keepingCapacity: true)
            for passage in told {
                let flow = UInt32(passage.ticket)
                if passage.fate.deliveredAt != nil { delivered[flow, default: 0] += 1 }
                cell.offer(LinkPacket(size: size, flow: flow, ticket: passage.ticket), at: next, into: &passages)
            }
        }
        return Count(usage: cell.usage, delivered: delivered, seconds: Double(seconds))
    }

    /// Bianchi's fixed point for windows of 16 doubling six times: the chances to send in a slot and to collide.
    private func fixedPoint(_ stations: Int) -> (tau: Double, collision: Double) {
        func tau(_ p: Double) -> Double {
            var (sum, power) = (0.0, 1.0)
            for _ in 0..<6 {
                sum += power
                power *= 2 * p
            }
            return 2 / (1 + 16 + p * 16 * sum)
        }
        func excess(_ p: Double) -> Double {
            var others = 1.0
            for _ in 1..<stations { others *= 1 - tau(p) }
            return 1 - others - p
        }
        var (low, high) = (0.0, 1.0)
        for _ in 0..<100 {
            let middle = (low + high) / 2
            if excess(middle) > 0 { low = middle } else { high = middle }
        }
        return (tau(low), low)
    }

    /// The chain takes stations as independent; from five on that costs less than fifteen thousandths.
    @Test("As many frames collide as Bianchi's fixed point says", arguments: [5, 10, 20, 40])
    func collisions(stations: Int) {
        let configuration = WiFiCellConfiguration(
            stations: Array(repeating: Self.fast, count: stations),
            timings: Self.patient
        )
        let count = saturated(configuration, flows: (0..<stations).map(WiFiCell.flow(up:)), seconds: 20)
        let attempts = count.usage.attempts.reduce(0, +)
        let share = Double(count.usage.collisions.reduce(0, +)) / Double(attempts)
        let expected = fixedPoint(stations).collision
        // Attempts that collide come in pairs and more, so that the variance is that of half as many at most.
        let error = (expected * (1 - expected) / Double(attempts) * 2).squareRoot()
        #expect(abs(share - expected) <= 0.015 * expected + oneInAMillion * error)
    }

    /// Windows of two and four slots make 36 states of two stations, whose stationary law is found by iteration; there
    /// the stations are not taken as independent.
    @Test("Two stations collide as often as their exact chain")
    func pair() {
        // A station's state: its window, small or large, and its counter.
        let states = [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (1, 3)]
        func next(_ state: Int, collides: Bool) -> [(Int, Double)] {
            if states[state].1 > 0 { return [(state - 1, 1)] }
            return !collides
                ? [(0, 0.5), (1, 0.5)] : [(2, 0.25), (3, 0.25), (4, 0.25), (5, 0.25)]
        }
        var law = Array(repeating: 1.0 / 36, count: 36)
        for _ in 0..<2_000 {
            var after = Array(repeating: 0.0, count: 36)
            for (joint, chance) in law.enumerated() {
                let (first, second) = (joint / 6, joint % 6)
                let both = states[first].1 == 0 && states[second].1 == 0
                for (a, p) in next(first, collides: both) {
                    for (b, q) in next(second, collides: both) { after[a * 6 + b] += chance * p * q }
                }
            }
            law = after
        }
        let attempts = law.enumerated().reduce(0.0) {
            $0 + $1.element * Double((states[$1.offset / 6].1 == 0 ? 1 : 0) + (states[$1.offset % 6].1 == 0 ? 1 : 0))
        }
        let expected =
            law.enumerated().reduce(0.0) {
                $0 + (states[$1.offset / 6].1 == 0 && states[$1.offset % 6].1 == 0 ? 2 * $1.element : 0)
            } / attempts
        let configuration = WiFiCellConfiguration(
            stations: [Self.fast, Self.fast],
            timings: WiFiTimings(smallestWindow: 1, largestWindow: 3, triesMax: 1_000_000)
        )
        let shares = (0..<40).map { replication in
            let usage = saturated(configuration, flows: [0, 2], seconds: 1, seed: UInt64(replication)).usage
            return Double(usage.collisions.reduce(0, +)) / Double(usage.attempts.reduce(0, +))
        }
        let mean = shares.reduce(0, +) / 40
        let squares = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        // Student's t with 39 degrees of freedom exceeds 5.80 once in a million.
        #expect(abs(mean - expected) <= 5.80 * (squares / 39 / 40).squareRoot())
    }

    /// A slot is idle, or somebody sends in it; the throughput follows from how often and how long.
    @Test("A cell passes what Bianchi's throughput formula says", arguments: [5, 10, 20])
    func throughput(stations: Int) {
        let configuration = WiFiCellConfiguration(
            stations: Array(repeating: Self.fast, count: stations),
            timings: Self.patient
        )
        let count = saturated(configuration, flows: (0..<stations).map(WiFiCell.flow(up:)), seconds: 20)
        let tau = fixedPoint(stations).tau
        var none = 1.0
        for _ in 0..<stations { none *= 1 - tau }
        let one = Double(stations) * tau * none / (1 - tau)
        let busy =
            configuration.timings.airtime(of: .full, at: Self.fast)
            + configuration.timings.acknowledgement(ofBlock: false) + WiFiTimings.difs
        let perSlot = none * WiFiTimings.slot.seconds + (1 - none) * (busy.seconds)
        let expected = one / perSlot
        let measured = Double(count.delivered.values.reduce(0, +)) / count.seconds
        #expect(abs(measured / expected - 1) <= 0.01)
    }

    /// RFC 8869, section 3.2: 52 Mbit/s of MCS 11 are about 20 Mbit/s to applications.
    @Test("Stations at 52 Mbit/s share about 20 Mbit/s of RTP", arguments: [4, 8, 12, 16, 20])
    func applications(stations: Int) {
        let configuration = WiFiCellConfiguration(stations: Array(repeating: Self.fast, count: stations))
        // 1000 bytes of RTP in 1040 of IP, UDP and RTP, half of them up and half down, and the access point's own.
        let flows = (0..<stations).map { $0 % 2 == 0 ? WiFiCell.flow(up: $0) : WiFiCell.flow(down: $0) }
        let count = saturated(configuration, flows: flows, seconds: 20, size: DataSize(bytes: 1_040))
        let megabits = Double(count.delivered.values.reduce(0, +)) * 8_000 / count.seconds / 1e6
        // "About" is taken as within a fifth.
        #expect(megabits > 16 && megabits < 24)
    }

    /// Heusse et al., "Performance Anomaly of 802.11b", INFOCOM 2003.
    @Test("One slow station holds all the others down to its own throughput")
    func anomaly() {
        let slow = DataRate.kilobitsPerSecond(2_000)
        let all = WiFiCellConfiguration(stations: [Self.fast, Self.fast, Self.fast, Self.fast])
        let mixed = WiFiCellConfiguration(stations: [Self.fast, Self.fast, Self.fast, slow])
        let flows = (0..<4).map(WiFiCell.flow(up:))
        let fast = saturated(all, flows: flows, seconds: 20)
        let held = saturated(mixed, flows: flows, seconds: 20)
        let rates = flows.map { Double(held.delivered[$0] ?? 0) }
        // Each gets the medium as often: binomial shares of a quarter.
        let total = rates.reduce(0, +)
        for rate in rates { #expect(abs(rate / total - 0.25) <= oneInAMillion * (0.1875 / total).squareRoot() + 0.02) }
        // No fast station can send more often than once for each of the slow one's frames, in the mean.
        let ceiling = 20 / mixed.timings.airtime(of: .full, at: slow).seconds
        #expect(rates.allSatisfy { $0 <= ceiling * 1.1 })
        #expect(total * 3 < Double(fast.delivered.values.reduce(0, +)))
    }

    @Test("What goes down competes with what goes up: the access point gets one share, whatever it serves")
    func halfDuplex() {
        let configuration = WiFiCellConfiguration(stations: [Self.fast, Self.fast, Self.fast])
        let flows = (0..<3).flatMap { [WiFiCell.flow(up: $0), WiFiCell.flow(down: $0)] }
        let count = saturated(configuration, flows: flows, seconds: 20)
        let up = (0..<3).reduce(0) { $0 + (count.delivered[WiFiCell.flow(up: $1)] ?? 0) }
        let down = (0..<3).reduce(0) { $0 + (count.delivered[WiFiCell.flow(down: $1)] ?? 0) }
        let share = Double(down) / Double(up + down)
        #expect(abs(share - 0.25) <= oneInAMillion * (0.1875 / Double(up + down)).squareRoot() + 0.02)
    }

    @Test("Aggregates of 4 ms pass several times what single frames do")
    func aggregation() {
        let rate = DataRate.kilobitsPerSecond(300_000)
        let single = WiFiCellConfiguration(stations: [rate])
        let together = WiFiCellConfiguration(stations: [rate], aggregation: .milliseconds(4))
        let alone = saturated(single, flows: [0], seconds: 5).delivered[0] ?? 0
        let aggregated = saturated(together, flows: [0], seconds: 5).delivered[0] ?? 0
        #expect(aggregated > 3 * alone)
        // Never more than the radio's rate.
        #expect(Double(aggregated) * 9_600 / 5 < 300e6)
    }

    @Test("A lone station's first packet goes at once, and the next after its back-off")
    func alone() throws {
        var cell = WiFiCell(configuration: WiFiCellConfiguration(stations: [Self.fast]), seed: 3, owner: 1 << 31)
        var passages: [Passage] = []
        for ticket in 0..<2 {
            cell.offer(LinkPacket(size: .full, ticket: ticket), at: .milliseconds(9), into: &passages)
        }
        cell.advance(to: .milliseconds(20), into: &passages)
        let airtime = cell.configuration.timings.airtime(of: .full, at: Self.fast)
        // 1238 bytes and 22 bits at 208 bits a symbol: 48 symbols.
        #expect(airtime == .microseconds(40 + 48 * 4))
        #expect(passages.map(\.ticket) == [0, 1])
        #expect(passages[0].fate == .delivered(at: .milliseconds(9) + airtime, queueing: .zero))
        let wait = try #require(passages[1].fate.queueing) - airtime - .microseconds(16 + 28 + 34)
        #expect(wait >= .zero && wait <= WiFiTimings.slot * 15)
        #expect(wait.nanoseconds % WiFiTimings.slot.nanoseconds == 0)
    }

    @Test("Aggregates hand frames up in order to each receiver, whatever breaks, and lose what seven tries cannot save")
    func orderOfAggregates() {
        let configuration = WiFiCellConfiguration(
            stations: [Self.fast, Self.fast, .kilobitsPerSecond(6_500)],
            frameErrors: Probability(clamping: 0.4),
            aggregation: .milliseconds(4)
        )
        var cell = WiFiCell(configuration: configuration, seed: 5, owner: 1 << 31)
        var passages: [Passage] = []
        let flows: [UInt32] = [0, 1, 3, 4, 5, 1, 3, 2]
        for ticket in 0..<20_000 {
            let packet = LinkPacket(size: .full, flow: flows[ticket % flows.count], ticket: ticket)
            cell.offer(packet, at: .start + .microseconds(Int64(ticket) * 400), into: &passages)
        }
        cell.advance(to: .start + .seconds(600), into: &passages)
        #expect(passages.count == 20_000 && cell.waitingPackets == 0)
        var last: [UInt32: (ticket: Int, time: Timestamp)] = [:]
        var lost = 0
        for passage in passages {
            guard case .delivered(let time, _) = passage.fate else {
                if case .lost = passage.fate { lost += 1 }
                continue
            }
            let flow = flows[passage.ticket % flows.count]
            if let before = last[flow] { #expect(before.ticket < passage.ticket && before.time <= time) }
            last[flow] = (passage.ticket, time)
        }
        // 0.4^7 of those that no collision touched.
        #expect(lost > 0)
    }

    @Test("The medium is busy while somebody sends or waits, and idle else")
    func busyTime() {
        var cell = WiFiCell(configuration: WiFiCellConfiguration(stations: [Self.fast]), seed: 3, owner: 1 << 31)
        var passages: [Passage] = []
        let timings = cell.configuration.timings
        let one = timings.airtime(of: .full, at: Self.fast) + timings.acknowledgement(ofBlock: false) + WiFiTimings.difs
        for count in 0..<10 {
            cell.offer(LinkPacket(size: .full), at: .milliseconds(Int64(count) * 10), into: &passages)
        }
        cell.advance(to: .milliseconds(200), into: &passages)
        // Nobody else waits, so that a back-off is over when the next packet comes, but for the edge of a slot.
        let before = cell.busyTime(until: .milliseconds(200))
        #expect((one * 10...one * 10 + WiFiTimings.slot * 10).contains(before))
        for _ in 0..<900 { cell.offer(LinkPacket(size: .full), at: .milliseconds(300), into: &passages) }
        cell.advance(to: .milliseconds(400), into: &passages)
        #expect(cell.busyTime(until: .milliseconds(400)) == before + .milliseconds(100))
    }

    @Test("A cell keeps the balance of its packets, whatever is asked of it, and loses broken frames after seven tries")
    func conservation() {
        let chance = 0.5
        let configuration = WiFiCellConfiguration(
            stations: [Self.fast, .kilobitsPerSecond(6_500)],
            frameErrors: Probability(clamping: chance),
            packetsMax: 20
        )
        var cell = WiFiCell(configuration: configuration, seed: 9, owner: 1 << 31)
        var random = RandomStream(seed: 10, owner: 0, cause: .picture)
        var passages: [Passage] = []
        var now = Timestamp.start
        for ticket in 0..<30_000 {
            now += .microseconds(Int64(random.index(below: 4_000)))
            let packet = LinkPacket(
                size: DataSize(bytes: Int64(random.index(below: 1_500))),
                flow: UInt32(random.index(below: 4)),
                ticket: ticket
            )
            cell.offer(packet, at: now, into: &passages)
            #expect(passages.count + cell.waitingPackets == ticket + 1)
        }
        cell.advance(to: now + .seconds(60), into: &passages)
        #expect(cell.nextTimeout == nil && cell.waitingPackets == 0)
        #expect(passages.map(\.ticket).sorted() == Array(0..<30_000))
        #expect(
            cell.up.queueDropped.packets + cell.down.queueDropped.packets > 0 && cell.usage.collisions.reduce(0, +) > 0
        )
        // A lone transmitter knows no collisions: q to the seventh is lost.
        var lone = WiFiCell(
            configuration: WiFiCellConfiguration(stations: [Self.fast], frameErrors: Probability(clamping: chance)),
            seed: 9,
            owner: 1 << 31
        )
        for count in 0..<20_000 {
            lone.offer(LinkPacket(size: .full), at: .milliseconds(Int64(count) * 20), into: &passages)
        }
        lone.advance(to: .start + .seconds(1_000), into: &passages)
        let lost = 1.0 / 128
        let error = (lost * (1 - lost) / 20_000).squareRoot()
        #expect(abs(Double(lone.up.lost.packets) / 20_000 - lost) <= oneInAMillion * error)
    }

    // MARK: The parametric radio

    private func radio(retry: Double = 0, busy: Double = 0, left: Double = 1) throws -> WiFiContention {
        try #require(
            WiFiContention(
                rate: Self.fast,
                retry: Probability(clamping: retry),
                busyShare: Probability(clamping: busy),
                meanBusy: .milliseconds(50),
                shareLeft: Probability(clamping: left)
            )
        )
    }

    @Test("A radio loses q to the seventh of its frames, and each try takes its time")
    func retries() throws {
        var link = Link(LinkConfiguration(capacity: .contention(try radio(retry: 0.5))))
        let count = 40_000
        let fates = link.sendTrain(count: count, spacing: .milliseconds(20))
        let lost = 1.0 / 128
        let error = (lost * (1 - lost) / Double(count)).squareRoot()
        #expect(abs(Double(link.counters.lost.packets) / Double(count) - lost) <= oneInAMillion * error)
        let once = WiFiTimings.difs + .microseconds(40 + 48 * 4) + .microseconds(16 + 28)
        for (index, fate) in fates.enumerated() {
            guard let time = fate.deliveredAt else { continue }
            let taken = time - Timestamp.milliseconds(Int64(index) * 20)
            #expect(taken >= once && (taken - once).nanoseconds % 1_000 == 0)
        }
    }

    @Test("Where others leave half of the medium, everything takes twice as long")
    func share() throws {
        var alone = Link(LinkConfiguration(capacity: .contention(try radio(retry: 0.3))))
        var half = Link(LinkConfiguration(capacity: .contention(try radio(retry: 0.3, busy: 1, left: 0.5))))
        let first = alone.sendTrain(count: 500, spacing: .zero).compactMap(\.deliveredAt)
        let second = half.sendTrain(count: 500, spacing: .zero).compactMap(\.deliveredAt)
        #expect(second.map { $0 - .start } == first.map { ($0 - .start) * 2 })
    }

    @Test("Contention takes its share of all time, in spells")
    func spells() throws {
        var alone = Link(LinkConfiguration(capacity: .contention(try radio())))
        var busy = Link(LinkConfiguration(capacity: .contention(try radio(busy: 0.25, left: 0.2))))
        let count = 300_000
        let first = try #require(alone.sendTrain(count: count, spacing: .zero).last?.deliveredAt).seconds
        let second = try #require(busy.sendTrain(count: count, spacing: .zero).last?.deliveredAt).seconds
        // The medium gives 1 - 0.25 * 0.8 of itself in the mean; its integral over T has the variance of a two-state
        // chain: 2 pi (1 - pi) tau T times the squared difference, tau = 1 / (1 / 0.05 + 1 / 0.15).
        let deviation = 0.8 * (2 * 0.25 * 0.75 * 0.0375 * second).squareRoot()
        #expect(abs(first - 0.8 * second) <= oneInAMillion * deviation)
    }
}

extension WiFiCell {
    fileprivate var waitingPackets: Int { up.waitingPackets + down.waitingPackets }
}
