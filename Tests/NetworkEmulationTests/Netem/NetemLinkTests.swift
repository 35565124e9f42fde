import Testing
import TestSupport
import Units

@testable import NetworkEmulation

@Suite("A link that behaves as netem does")
struct NetemLinkTests {
    private func probability(_ value: Double) -> Probability { Probability(clamping: value) }

    private func offer(
        _ netem: Netem,
        _ schedule: LinkSchedule = .none,
        count: Int,
        spacing: TimeDelta = .milliseconds(10),
        size: DataSize = .full,
        seed: UInt64 = 1
    ) -> (link: Link, passages: [Passage]) {
        var link = Link(LinkConfiguration(netem: netem), schedule, seed: seed)
        var passages: [Passage] = []
        for index in 0..<count {
            let packet = LinkPacket(size: size, ticket: index)
            link.offer(packet, at: .start + spacing * Int64(index), into: &passages)
        }
        link.advance(to: .distantFuture, into: &passages)
        return (link, passages)
    }

    @Test("A constant delay delays, and a rate serialises behind the delay by the kernel's packet time")
    func delayAndRate() {
        let plain = offer(Netem(delay: .milliseconds(30)), count: 3).passages
        #expect(plain.map(\.fate.deliveredAt) == [30, 40, 50].map { .milliseconds($0) })
        // 1,200 bytes at 125,000 bytes a second are 9.6 ms; three packets at once.
        let rate = Netem.Rate(.kilobitsPerSecond(1_000))
        let queued = offer(Netem(delay: .milliseconds(30), rate: rate), count: 3, spacing: .zero).passages
        #expect(queued.map(\.fate.deliveredAt) == [39_600, 49_200, 58_800].map { .microseconds($0) })
        #expect(queued.map(\.fate.queueing) == [.zero, .microseconds(9_600), .microseconds(19_200)])
    }

    @Test("Jitter reorders without a rate and never with one")
    func order() {
        func inversions(_ netem: Netem) -> Int {
            let times = offer(netem, count: 2_000, spacing: .milliseconds(1)).passages.compactMap(\.fate.deliveredAt)
            return zip(times, times.dropFirst()).count { $1 < $0 }
        }
        #expect(inversions(Netem(delay: .milliseconds(50), jitter: .milliseconds(10), distribution: .normal)) > 0)
        let rate = Netem.Rate(.kilobitsPerSecond(100_000))
        let limited = Netem(delay: .milliseconds(50), jitter: .milliseconds(10), distribution: .normal, rate: rate)
        #expect(inversions(limited) == 0)
    }

    /// Uniform on whole nanoseconds from 30 to 70 ms: the mean of n has standard deviation 20 ms / sqrt(3 n).
    @Test("Uniform delays lie within the jitter, around the delay")
    func uniform() {
        let count = 20_000
        let netem = Netem(delay: .milliseconds(50), jitter: .milliseconds(20))
        let delays = offer(netem, count: count).passages.compactMap { passage in
            passage.fate.deliveredAt.map { ($0 - .milliseconds(Int64(passage.ticket) * 10)).milliseconds }
        }
        #expect(delays.count == count)
        #expect(delays.allSatisfy { (30...70).contains($0) })
        let mean = delays.reduce(0, +) / Double(count)
        #expect(abs(mean - 50) <= oneInAMillion * 20 / (3 * Double(count)).squareRoot())
    }

    @Test("A delay below zero delivers at once")
    func negative() {
        let netem = Netem(delay: .milliseconds(1), jitter: .milliseconds(50), distribution: .normal)
        for passage in offer(netem, count: 500).passages {
            #expect(passage.fate.deliveredAt.map { $0 >= .milliseconds(Int64(passage.ticket) * 10) } == true)
        }
    }

    /// Test 13 of the network reference's section 7: E = (1-d)(1-l) + d(1-l)(2-l) + d l, P(none) = (1-d) l.
    @Test("Duplicates and losses meet as netem's do: both at once leave one packet")
    func duplicates() throws {
        for vector in try Vectors.netem().duplicate_loss_interplay {
            let (d, l, count) = (vector.dup, vector.loss, 40_000)
            let netem = Netem(
                loss: .random(Netem.Chance(probability(l))),
                duplicate: Netem.Chance(probability(d))
            )
            let (link, passages) = offer(netem, count: count)
            var delivered = [Int](repeating: 0, count: count)
            for passage in passages where passage.fate.deliveredAt != nil { delivered[passage.ticket] += 1 }
            let counters = link.counters
            #expect(
                counters.offered.packets + counters.copied.packets == counters.delivered.packets + counters.lost.packets
            )
            func check(_ observed: Int, mean: Double, square: Double, _ what: String) {
                let deviation = ((square - mean * mean) * Double(count)).squareRoot()
                #expect(
                    abs(Double(observed) - mean * Double(count)) <= oneInAMillion * deviation,
                    "\(what) at \(d), \(l)"
                )
            }
            let none = vector.p_none
            #expect(abs(none - (1 - d) * l) < 1e-12)
            check(delivered.count { $0 == 0 }, mean: none, square: none, "none")
            let twice = d * (1 - l) * (1 - l)
            let mean = vector.expected_delivered_per_packet
            #expect(abs(mean - (1 - none - twice + 2 * twice)) < 1e-12)
            check(delivered.reduce(0, +), mean: mean, square: 1 - none - twice + 4 * twice, "delivered")
        }
    }

    @Test("Packets that are reordered leave at once, as many as the gap says")
    func reordering() throws {
        for vector in try Vectors.netem().reorder_fraction {
            let netem = Netem(
                delay: .milliseconds(100),
                reorder: Netem.Chance(probability(vector.prob)),
                gap: vector.gap
            )
            let count = 20_000
            let passages = offer(netem, count: count).passages
            let early = passages.filter { $0.fate.deliveredAt == .milliseconds(Int64($0.ticket) * 10) }
            let mean = 1 / vector.fraction
            let variance = Double(count) * (1 - vector.prob) / (vector.prob * vector.prob) / (mean * mean * mean)
            let excess = abs(Double(early.count) - vector.fraction * Double(count))
            #expect(excess <= oneInAMillion * variance.squareRoot() + 1)
            if vector.prob == 1 { #expect(early.map(\.ticket).prefix(2) == [vector.gap - 1, 2 * vector.gap - 1]) }
        }
    }

    @Test("The limit counts what the delay holds: 1,000 packets at 100 ms are 10,000 a second")
    func limit() {
        let netem = Netem(delay: .milliseconds(100), limit: 5)
        let (link, passages) = offer(netem, count: 40, spacing: .milliseconds(10))
        // Five packets fill the line until the first comes out at 100 ms.
        #expect(
            passages.filter { $0.fate == .queueDropped }.map(\.ticket) == [5, 6, 7, 8, 9, 15, 16, 17, 18, 19]
                + [25, 26, 27, 28, 29, 35, 36, 37, 38, 39]
        )
        #expect(link.counters.queueDropped.packets == 20)
        let full = offer(Netem(delay: .milliseconds(100)), count: 2_000, spacing: .microseconds(50))
        #expect(full.link.counters.delivered.packets == 1_000)
    }

    @Test("A corrupted packet takes its room and its time, and reaches nobody")
    func corruption() {
        let netem = Netem(
            corrupt: Netem.Chance(probability(0.5)),
            rate: Netem.Rate(.kilobitsPerSecond(1_000))
        )
        let (link, passages) = offer(netem, count: 400, spacing: .zero)
        #expect(link.counters.corrupted.packets > 0)
        for passage in passages {
            guard let time = passage.fate.deliveredAt else { continue }
            #expect(time == .microseconds(9_600 * Int64(passage.ticket + 1)))
        }
    }

    /// Slots of exactly 20 ms, from each dequeue: nothing leaves between them.
    @Test("Slots let packets out in batches, no more than there is room for")
    func slots() {
        let every = Netem.Slot.Spacing.uniform(.milliseconds(20), .milliseconds(20))
        let batched = offer(Netem(slot: Netem.Slot(spacing: every)), count: 11, spacing: .milliseconds(5)).passages
        // The first slot is open at the start; the packet at 5 ms opens the next, at 25 ms, and so on.
        let times = batched.map { $0.fate.deliveredAt }
        #expect(times == [0, 25, 25, 25, 25, 25, 50, 50, 50, 50, 50].map { .milliseconds($0) })
        #expect(batched.map(\.ticket) == Array(0..<11))
        let two = Netem(slot: Netem.Slot(spacing: every, packets: 2))
        let few = offer(two, count: 6, spacing: .zero).passages.map { $0.fate.deliveredAt }
        #expect(few == [0, 0, 20, 20, 40, 40].map { .milliseconds($0) })
        let bytes = Netem(slot: Netem.Slot(spacing: every, bytes: 1_300))
        #expect(
            offer(bytes, count: 4, spacing: .zero).passages.map { $0.fate.deliveredAt }
                == [0, 0, 20, 20].map { .milliseconds($0) }
        )
    }

    @Test("New parameters hold from their time on, and an outage loses what is offered")
    func schedule() {
        let schedule = LinkSchedule(
            changes: [LinkChange(at: .milliseconds(100), netem: Netem(delay: .milliseconds(70)))],
            outages: [Outage(from: .milliseconds(150), duration: .milliseconds(20))]
        )
        let passages = offer(Netem(delay: .milliseconds(20)), schedule, count: 20).passages
        for passage in passages {
            let sent = Timestamp.milliseconds(Int64(passage.ticket) * 10)
            if passage.ticket == 15 || passage.ticket == 16 {
                #expect(passage.fate == .outage)
            } else {
                #expect(passage.fate.deliveredAt == sent + .milliseconds(passage.ticket < 10 ? 20 : 70))
            }
        }
    }

    @Test("Turning a cause on leaves the draws of the others alone")
    func independence() {
        let plain = Netem(
            delay: .milliseconds(50),
            jitter: .milliseconds(10),
            distribution: .normal,
            loss: .random(Netem.Chance(probability(0.05)))
        )
        var more = plain
        more.duplicate = Netem.Chance(probability(0.1))
        let before = offer(plain, count: 2_000).passages
        let after = offer(more, count: 2_000).passages.filter { !$0.isCopy }
        var differing = 0
        for (old, new) in zip(before, after) where old.fate != new.fate {
            // Only a packet that was lost and is duplicated now comes through.
            #expect(old.fate == .lost)
            differing += 1
        }
        #expect(differing > 0 && differing < 60)
        var other = plain
        other.loss = nil
        for (old, new) in zip(before, offer(other, count: 2_000).passages) where old.fate != .lost {
            #expect(old.fate == new.fate)
        }
    }

    @Test("Whatever the parameters, packets and copies are conserved and none is early")
    func conservation() {
        var random = SplitMix64(seed: 77)
        for round in 0..<60 {
            func chance(_ most: Double) -> Netem.Chance { Netem.Chance(probability(random.unitInterval() * most)) }
            let netem = Netem(
                delay: .milliseconds(Int64(random.unitInterval() * 40)),
                jitter: .milliseconds(Int64(random.unitInterval() * 20)),
                distribution: random.unitInterval() < 0.5 ? .paretoNormal : .uniform,
                loss: random.unitInterval() < 0.5 ? nil : .random(chance(0.2)),
                duplicate: chance(0.2),
                corrupt: chance(0.1),
                reorder: chance(0.2),
                rate: random.unitInterval() < 0.5 ? nil : Netem.Rate(.kilobitsPerSecond(1_500)),
                slot: random.unitInterval() < 0.5
                    ? nil : Netem.Slot(spacing: .uniform(.milliseconds(5), .milliseconds(30)), packets: 4),
                limit: 20
            )
            let (link, passages) = offer(netem, count: 300, spacing: .milliseconds(4), seed: UInt64(round))
            let counters = link.counters
            #expect(counters.waitingPackets == 0)
            #expect(passages.count == counters.offered.packets + counters.copied.packets)
            #expect(passages.count { !$0.isCopy } == 300)
            #expect(Set(passages.filter { !$0.isCopy }.map(\.ticket)).count == 300)
            for passage in passages {
                guard case .delivered(let time, let queueing) = passage.fate else { continue }
                #expect(time >= .milliseconds(Int64(passage.ticket) * 4) + queueing)
            }
        }
    }
}
