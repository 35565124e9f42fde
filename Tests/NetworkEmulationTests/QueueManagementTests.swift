import Testing
import Units
import VirtualTime

@testable import NetworkEmulation

/// Verification of the network reference, section 7: 22.
@Suite("Active queue management")
struct QueueManagementTests {
    struct Outcome {
        let ticket: Int
        let fate: Fate
        /// When the link told.
        let toldAt: Timestamp
    }

    /// Offers packets at times, and lets the link act whenever it asks; ends when nothing waits.
    static func run(_ link: inout Link, _ packets: [(time: Timestamp, packet: LinkPacket)]) -> [Outcome] {
        var outcomes: [Outcome] = []
        var passages: [Passage] = []
        func settle(_ now: Timestamp) {
            outcomes += passages.map { Outcome(ticket: $0.ticket, fate: $0.fate, toldAt: now) }
            passages.removeAll()
        }
        for (index, offered) in packets.enumerated() {
            while let timeout = link.nextTimeout, timeout < offered.time {
                link.advance(to: timeout, into: &passages)
                settle(timeout)
            }
            var packet = offered.packet
            packet.ticket = index
            link.offer(packet, at: offered.time, into: &passages)
            settle(offered.time)
            #expect(link.counters.offered.packets == outcomes.count + link.counters.waitingPackets)
        }
        while let timeout = link.nextTimeout {
            link.advance(to: timeout, into: &passages)
            settle(timeout)
        }
        return outcomes
    }

    private func codel(_ limit: QueueLimit = CoDel.usualLimit, rate: DataRate) -> Link {
        Link(LinkConfiguration(rate: rate, queue: limit, management: .codel(CoDel())))
    }

    @Test("CoDel drops the packets of the vector at their times")
    func codelVector() throws {
        let vector = try Vectors.queues().codel
        // No whole rate sends 1000 B in 1.11 ms; 7.2 Mbit/s send 999 B in it.
        let size = DataSize(bytes: 999)
        var link = codel(rate: .kilobitsPerSecond(7_200))
        let packets = (0..<3_000).map { (Timestamp.milliseconds(Int64($0)), LinkPacket(size: size)) }
        let outcomes = Self.run(&link, packets)
        let drops = outcomes.filter { $0.fate == .queueDropped }
        #expect(drops.count == vector.n_drops)
        #expect(link.counters.delivered.packets == vector.delivered)
        #expect(drops.prefix(25).map { [Double($0.ticket), $0.toldAt.seconds] } == vector.drops_first_25)
        let sojourns = outcomes.compactMap(\.fate.queueing).map(\.milliseconds)
        #expect(sojourns.max() == vector.max_sojourn_ms)
        let mean = sojourns.reduce(0, +) / Double(sojourns.count)
        // The vector has six decimals.
        #expect(abs(mean - vector.mean_sojourn_ms) <= 0.5e-6)
    }

    @Test("CoDel leaves a queue alone that stays below its target, and a single packet that does not")
    func codelSparesGoodQueues() {
        var link = codel(rate: .kilobitsPerSecond(10_000))
        // 0.96 ms each; five at a time wait 3.84 ms at most.
        let bursts = (0..<2_000).flatMap { burst in
            (0..<5).map { _ in (Timestamp.milliseconds(Int64(burst) * 10), LinkPacket(size: .full)) }
        }
        #expect(Self.run(&link, bursts).allSatisfy { $0.fate.deliveredAt != nil })
        // 96 ms each at 100 kbit/s: always late, never more than one packet behind.
        var slow = codel(rate: .kilobitsPerSecond(100))
        let pairs = (0..<100).flatMap { pair in
            (0..<2).map { _ in (Timestamp.milliseconds(Int64(pair) * 200), LinkPacket(size: .full)) }
        }
        #expect(Self.run(&slow, pairs).allSatisfy { $0.fate.deliveredAt != nil })
    }

    @Test("CoDel's limit drops what arrives")
    func codelLimit() {
        var link = codel(.packets(3), rate: .kilobitsPerSecond(1_000))
        let outcomes = Self.run(&link, (0..<6).map { _ in (.start, LinkPacket(size: .full)) })
        // One is in service, three wait.
        #expect(outcomes.filter { $0.fate == .queueDropped }.map(\.ticket) == [4, 5])
    }

    private func fair(_ limit: QueueLimit = FairQueueCoDel.usualLimit, rate: Int64 = 10_000) -> Link {
        Link(
            LinkConfiguration(
                rate: .kilobitsPerSecond(rate),
                queue: limit,
                management: .fairCoDel(FairQueueCoDel())
            )
        )
    }

    /// Flows whose packets do not share a queue with any other's under seed 1.
    private func apart(_ count: Int) -> [UInt32] {
        var random = RandomStream(seed: 1, owner: 1, cause: .flowHash, leg: .patientUp)
        let perturbation = random.next()
        var taken: Set<UInt64> = []
        var flows: [UInt32] = []
        var candidate: UInt32 = 0
        while flows.count < count {
            if taken.insert(FairQueue.hash(candidate, perturbation: perturbation) >> 54).inserted {
                flows.append(candidate)
            }
            candidate += 1
        }
        return flows
    }

    @Test("Greedy flows of FQ-CoDel share the link within one quantum, whatever their packets' sizes")
    func fairShare() {
        let sizes: [Int64] = [1_514, 1_200, 700, 300, 64]
        let flows = apart(sizes.count)
        var link = fair(rate: 10_000)
        // Each alone would fill the link: 12 Mbit/s, and all begin at once.
        var packets: [(time: Timestamp, packet: LinkPacket)] = []
        for (flow, size) in zip(flows, sizes) {
            let spacing = DataRate.kilobitsPerSecond(12_000).duration(of: DataSize(bytes: size))
            var time = Timestamp.start
            while time < .milliseconds(90) {
                packets.append((time, LinkPacket(size: DataSize(bytes: size), flow: flow)))
                time += spacing
            }
        }
        packets.sort { $0.time < $1.time }
        let outcomes = Self.run(&link, packets)
        // CoDel drops nothing before 100 ms. Up to any time in the backlog no flow is ahead of another by more than what
        // a turn may differ by: a quantum, and the packet that overdraws it.
        var sent: [UInt32: Int64] = [:]
        for outcome in outcomes where outcome.toldAt > .milliseconds(10) && outcome.toldAt < .milliseconds(90) {
            let packet = packets[outcome.ticket].packet
            sent[packet.flow, default: 0] += packet.size.bytes
            guard sent.count == flows.count, let most = sent.values.max(), let least = sent.values.min() else {
                continue
            }
            #expect(most - least <= 2 * 1_514)
        }
        #expect(sent.count == flows.count)
    }

    @Test("A sparse flow of FQ-CoDel waits for no more than a quantum, though others are greedy")
    func sparse() throws {
        let flows = apart(5)
        var link = fair()
        var packets: [(time: Timestamp, packet: LinkPacket)] = []
        for flow in flows.dropFirst() {
            packets += (0..<1_000).map {
                (.milliseconds(Int64($0)), LinkPacket(size: DataSize(bytes: 1_514), flow: flow))
            }
        }
        packets += (0..<50).map {
            (.microseconds(21_137 + Int64($0) * 19_000), LinkPacket(size: DataSize(bytes: 200), flow: flows[0]))
        }
        packets.sort { $0.time < $1.time }
        let outcomes = Self.run(&link, packets)
        let quantum = DataRate.kilobitsPerSecond(10_000).duration(of: DataSize(bytes: 1_514))
        for outcome in outcomes where packets[outcome.ticket].packet.flow == flows[0] {
            #expect(try #require(outcome.fate.queueing) <= quantum)
        }
        #expect(outcomes.count == packets.count)
        #expect(outcomes.contains { $0.fate == .queueDropped })
    }

    @Test("A flow that is full of FQ-CoDel's limit loses from its own head, and the others nothing")
    func fattest() {
        let flows = apart(3)
        var link = fair(.packets(100), rate: 100)
        var packets: [(time: Timestamp, packet: LinkPacket)] = []
        for index in 0..<10 {
            for flow in flows.prefix(2) {
                packets.append((.microseconds(Int64(index)), LinkPacket(size: .full, flow: flow)))
            }
        }
        packets += (0..<200).map { (.microseconds(100 + Int64($0)), LinkPacket(size: .full, flow: flows[2])) }
        let dropped = Self.run(&link, packets).filter { $0.fate == .queueDropped && $0.toldAt < .milliseconds(1) }
        #expect(dropped.allSatisfy { packets[$0.ticket].packet.flow == flows[2] })
        // The first comes with the 101st that waits, and takes half of 82: 41 from the head on.
        #expect(dropped.prefix(41).map(\.ticket) == Array(20..<61))
    }

    /// RFC 8290, section 5.3, prints 90.78 %: that is (1023/1024)^99, for one given flow of a hundred.
    @Test("As many flows share a queue as chance has it")
    func collisions() {
        let perturbations = 20_000
        var random = RandomStream(seed: 11, owner: 0, cause: .picture)
        var alone = 0
        for _ in 0..<perturbations {
            let perturbation = random.next()
            let own = FairQueue.hash(0, perturbation: perturbation) >> 54
            if (UInt32(1)..<100).allSatisfy({ FairQueue.hash($0, perturbation: perturbation) >> 54 != own }) {
                alone += 1
            }
        }
        var expected = 1.0
        for _ in 0..<99 { expected *= 1_023.0 / 1_024 }
        let error = (expected * (1 - expected) / Double(perturbations)).squareRoot()
        #expect(abs(Double(alone) / Double(perturbations) - expected) <= oneInAMillion * error)
    }

    private func pie(seed: UInt64 = 1) -> Link {
        Link(
            LinkConfiguration(rate: .kilobitsPerSecond(9_600), queue: PIE.usualLimit, management: .pie(PIE())),
            seed: seed
        )
    }

    /// Where the drop probability stays above a tenth, its changes are not scaled, and their sum over N updates is
    /// alpha times the sum of the delays' excesses plus beta times the change of the delay.
    ///
    /// So the mean excess is at most (1 + beta q) / (alpha N), with q the longest delay: exactly, whatever chance does.
    @Test("PIE's queue stands at its target in the mean")
    func pieFixedPoint() {
        var link = pie()
        // 1200 B each 2/3 ms: 1.5 times the rate, so a third has to go.
        let step = TimeDelta(nanoseconds: 666_667)
        let warmUp = TimeDelta.seconds(20)
        var sum = 0.0
        var longest = 0.0
        var count = 0
        var dropped = 0
        for index in 0..<180_000 {
            let now = Timestamp.start + step * Int64(index)
            let fate = link.send(.full, at: now)
            guard now >= .start + warmUp else { continue }
            if fate == .queueDropped { dropped += 1 }
            if let wait = fate.queueing?.seconds {
                sum += wait
                longest = max(longest, wait)
                count += 1
            }
        }
        let updates = (Double(180_000) * step.seconds - warmUp.seconds) / 0.015
        let bound = (1 + 1.25 * longest) / (0.125 * updates)
        // A delivered packet's wait differs from the queue's at the update by at most what an interval changes it.
        let withinInterval = 0.015 / 2
        #expect(abs(sum / Double(count) - 0.015) <= bound + withinInterval)
        let share = Double(dropped) / (Double(180_000) - warmUp.seconds / step.seconds)
        // Conservation: what the rate does not pass is dropped, up to the queue's change.
        #expect(abs(share - 1.0 / 3) <= longest / (Double(180_000) * step.seconds - warmUp.seconds))
    }

    @Test("PIE drops nothing in its first burst, nor from a queue below half of its target")
    func pieBurst() {
        var link = pie()
        // 140 ms of full load twice over: the allowance is 150 ms.
        let burst = (0..<280).map { link.send(.full, at: .microseconds(Int64($0) * 500)) }
        #expect(burst.allSatisfy { $0.deliveredAt != nil })
        var calm = pie()
        let steady = calm.sendTrain(count: 20_000, spacing: .microseconds(1_100))
        #expect(steady.allSatisfy { $0.deliveredAt != nil })
    }

    @Test("A long silence costs PIE no more than a short one, and leaves it as new")
    func pieIdle() {
        var link = pie()
        for index in 0..<4_000 { _ = link.send(.full, at: .microseconds(Int64(index) * 500)) }
        #expect(link.counters.queueDropped.packets > 0)
        let before = link.counters.queueDropped.packets
        let later = Timestamp.start + .seconds(3_000_000)
        for index in 0..<280 { _ = link.send(.full, at: later + .microseconds(Int64(index) * 500)) }
        #expect(link.counters.queueDropped.packets == before)
    }

    private func configurations(loss: Loss? = nil) -> [LinkConfiguration] {
        let rate = DataRate.kilobitsPerSecond(2_000)
        let managements: [QueueManagement] = [.codel(CoDel()), .fairCoDel(FairQueueCoDel(queueCount: 4)), .pie(PIE())]
        let limits: [QueueLimit] = [.packets(40), .size(DataSize(bytes: 30_000)), .time(.milliseconds(150))]
        return managements.flatMap { management in
            limits.map { LinkConfiguration(rate: rate, queue: $0, loss: loss, management: management) }
        }
    }

    /// Verification of the network reference, section 7: 14 and 15.
    @Test("Whatever manages the queue, each packet has one fate, and the link is never idle while one waits")
    func conservation() {
        var random = RandomStream(seed: 99, owner: 0, cause: .picture)
        let lossy = configurations(loss: .bernoulli(Probability(clamping: 0.1)))
        for (number, configuration) in (configurations() + lossy).enumerated() {
            var link = Link(configuration, seed: UInt64(number))
            var now = Timestamp.start
            let packets = (0..<4_000).map { _ in
                now += .microseconds(Int64(random.index(below: 4_500)))
                let size = DataSize(bytes: Int64(40 + random.index(below: 1_161)))
                return (time: now, packet: LinkPacket(size: size, flow: UInt32(random.index(below: 9))))
            }
            let outcomes = Self.run(&link, packets)
            #expect(outcomes.map(\.ticket).sorted() == Array(0..<4_000))
            #expect(link.counters.waitingPackets == 0)
            #expect(link.counters.queueDropped.packets > 0)
            #expect(link.counters.offered.size.bytes == packets.reduce(0) { $0 + $1.packet.size.bytes })
            // In the order of service each packet begins when the one before ends, or when it comes.
            let served = outcomes.compactMap { outcome in
                outcome.fate.queueing.map {
                    (packets[outcome.ticket].time + $0, outcome.fate.deliveredAt ?? .start, outcome.ticket)
                }
            }
            // A lost packet takes its time and does not tell.
            guard configuration.loss == nil else { continue }
            #expect(served.count > 1_000)
            for (before, next) in zip(served, served.dropFirst()) {
                #expect(next.0 == max(before.1, packets[next.2].time))
            }
        }
    }

    @Test("A queue that is managed gives the same fates again, however the link is asked")
    func repeats() {
        let packets = (0..<2_000).map {
            (time: Timestamp.microseconds(Int64($0) * 900), packet: LinkPacket(size: .full, flow: UInt32($0 % 5)))
        }
        for configuration in configurations() {
            var first = Link(configuration)
            let asked = Self.run(&first, packets)
            var second = Link(configuration)
            var passages: [Passage] = []
            for (index, offered) in packets.enumerated() {
                var packet = offered.packet
                packet.ticket = index
                second.offer(packet, at: offered.time, into: &passages)
            }
            second.advance(to: .start + .seconds(3_600), into: &passages)
            #expect(passages.map(\.ticket) == asked.map(\.ticket))
            #expect(passages.map(\.fate) == asked.map(\.fate))
        }
    }
}
