import Testing
import Units

@testable import NetworkEmulation

/// Tests 2, 13 and 32 of the network reference's section 7.
@Suite("Copies, corruption and packets that overtake")
struct MishapTests {
    private func offer(_ configuration: LinkConfiguration, count: Int, seed: UInt64 = 1) -> (Link, [Passage]) {
        var link = Link(configuration, seed: seed)
        var passages: [Passage] = []
        for index in 0..<count {
            let packet = LinkPacket(size: .full, ticket: index)
            link.offer(packet, at: .milliseconds(Int64(index) * 10), into: &passages)
        }
        return (link, passages)
    }

    private func probability(_ value: Double) -> Probability { Probability(clamping: value) }

    @Test("What comes out twice comes out twice at once, and packets are conserved with their copies")
    func duplicates() {
        let configuration = LinkConfiguration(
            delay: .milliseconds(30),
            loss: .bernoulli(probability(0.1)),
            duplication: probability(0.05),
            corruption: probability(0.02)
        )
        let count = 40_000
        let (link, passages) = offer(configuration, count: count)
        let counters = link.counters
        #expect(counters.offered.packets == count)
        #expect(counters.offered.packets + counters.copied.packets == passages.count)
        #expect(
            counters.offered.packets + counters.copied.packets
                == counters.delivered.packets + counters.lost.packets + counters.corrupted.packets
        )
        #expect(counters.waitingPackets == 0)
        let copies = passages.filter(\.isCopy)
        #expect(copies.count == counters.copied.packets)
        var fates: [Int: Fate] = [:]
        for passage in passages where !passage.isCopy { fates[passage.ticket] = passage.fate }
        #expect(copies.allSatisfy { fates[$0.ticket] == $0.fate })
        // Lost, corrupted, copied: each binomial.
        let cases = [
            (counters.lost.packets, 0.1), (counters.corrupted.packets, 0.9 * 0.02),
            (counters.copied.packets, 0.9 * 0.98 * 0.05),
        ]
        for (observed, chance) in cases {
            let deviation = (chance * (1 - chance) * Double(count)).squareRoot()
            #expect(abs(Double(observed) - chance * Double(count)) <= oneInAMillion * deviation)
        }
    }

    /// 1 / (gap - 1 + 1 / p): a renewal process with mean m = gap - 1 + 1 / p and variance (1 - p) / p^2 between early packets, whose count
    /// among N has variance N (1 - p) / p^2 / m^3.
    @Test("As many packets overtake as the gap and the chance say")
    func reorderFractions() throws {
        for vector in try Vectors.netem().reorder_fraction {
            let reordering = Reordering(probability: probability(vector.prob), gap: vector.gap)
            #expect(abs(reordering.share - vector.fraction) < 1e-11)
            let count = 20_000
            let delay = TimeDelta.milliseconds(100)
            let (_, passages) = offer(LinkConfiguration(delay: delay, reordering: reordering), count: count)
            let early = passages.count { passage in
                passage.fate.deliveredAt == .milliseconds(Int64(passage.ticket) * 10)
            }
            let mean = 1 / vector.fraction
            let variance = Double(count) * (1 - vector.prob) / (vector.prob * vector.prob) / (mean * mean * mean)
            // One more for where in a cycle the count begins and ends.
            let excess = abs(Double(early) - vector.fraction * Double(count))
            #expect(excess <= oneInAMillion * variance.squareRoot() + 1)
            #expect(Reordering(probability: .never).share == 0)
        }
    }

    @Test("Turning one cause on moves no packet that it does not strike")
    func independence() {
        let plain = LinkConfiguration(
            rate: .kilobitsPerSecond(1_500),
            delay: .milliseconds(40),
            jitter: Jitter(standardDeviation: .milliseconds(4), memory: .milliseconds(50)),
            loss: .gilbert(rate: probability(0.05), meanBurst: .packets(3))
        )
        let (_, before) = offer(plain, count: 3_000)
        var more = plain
        more.corruption = probability(0.1)
        more.duplication = probability(0.1)
        more.reordering = Reordering(probability: probability(0.1), gap: 3)
        let (_, after) = offer(more, count: 3_000)
        var struck = 0
        for (old, new) in zip(before, after.filter { !$0.isCopy }) {
            let isEarly = new.fate.queueing != nil && new.fate != old.fate
            if new.fate == .corrupted || isEarly { struck += 1 } else { #expect(old.fate == new.fate) }
            if isEarly { #expect(new.fate.queueing == old.fate.queueing) }
        }
        #expect(struck > 0)
        var only = more
        only.reordering = nil
        let (_, third) = offer(only, count: 3_000)
        let corrupted = { (passages: [Passage]) in passages.filter { $0.fate == .corrupted }.map(\.ticket) }
        let copied = { (passages: [Passage]) in passages.filter(\.isCopy).map(\.ticket) }
        #expect(corrupted(after) == corrupted(third))
        #expect(copied(after) == copied(third))
        only.loss = .bernoulli(.never)
        let (_, fourth) = offer(only, count: 3_000)
        #expect(Set(corrupted(third)).isSubset(of: corrupted(fourth)))
        #expect(Set(copied(third)).isSubset(of: copied(fourth)))
    }

    @Test("What sets up a connection is spared from everything where losses are for media only")
    func spared() {
        var link = Link(
            LinkConfiguration(lossScope: .media, duplication: .always, corruption: .always),
            seed: 3
        )
        var passages: [Passage] = []
        link.offer(LinkPacket(size: .full, isMedia: false), at: .start, into: &passages)
        link.offer(LinkPacket(size: .full, isMedia: true), at: .start, into: &passages)
        #expect(passages.map(\.fate) == [.delivered(at: .start, queueing: .zero), .corrupted])
    }

    @Test("An event switches copies, corruption and overtaking on and off")
    func scheduled() {
        let schedule = LinkSchedule(changes: [
            LinkChange(at: .milliseconds(100), duplication: .always, corruption: .never),
            LinkChange(at: .milliseconds(200), duplication: .never, corruption: .always),
            LinkChange(
                at: .milliseconds(300),
                corruption: .never,
                reordering: Reordering(probability: .always)
            ),
            LinkChange(at: .milliseconds(400), reordering: Reordering(probability: .never)),
        ])
        var link = Link(LinkConfiguration(delay: .milliseconds(5)), schedule)
        var passages: [Passage] = []
        for index in 0..<50 {
            link.offer(LinkPacket(size: .full, ticket: index), at: .milliseconds(Int64(index) * 10), into: &passages)
        }
        #expect(passages.filter(\.isCopy).map(\.ticket) == Array(10..<20))
        #expect(passages.filter { $0.fate == .corrupted }.map(\.ticket) == Array(20..<30))
        let early = passages.filter { !$0.isCopy && $0.fate.deliveredAt == .milliseconds(Int64($0.ticket) * 10) }
        #expect(early.map(\.ticket) == Array(30..<40))
    }

    /// A packet passes both with (1 - l1)(1 - l2); independent hops keep the chain's variance of each within their sum's bound.
    @Test("Two lossy hops lose as one with the product of what they keep; delays add")
    func serialHops() throws {
        let (rate1, rate2, count) = (0.05, 0.1, 40_000)
        let loss = try #require(Loss.gilbert(rate: probability(rate1), meanBurst: .packets(4)))
        var first = Link(LinkConfiguration(delay: .milliseconds(12), loss: loss))
        var second = Link(
            LinkConfiguration(delay: .milliseconds(23), loss: .bernoulli(probability(rate2))),
            seed: 2
        )
        var record: [Bool] = []
        for index in 0..<count {
            let now = Timestamp.milliseconds(Int64(index) * 10)
            guard let between = first.send(.full, at: now).deliveredAt,
                let end = second.send(.full, at: between).deliveredAt
            else {
                record.append(true)
                continue
            }
            #expect(end - now == .milliseconds(35))
            record.append(false)
        }
        let tally = LossTally(record)
        let rate = 1 - (1 - rate1) * (1 - rate2)
        // The covariance of losses at lag k: that of what both hops keep, (1 - l2)^2 times the chain's.
        let variance = varianceOfLosses(
            count: count,
            variance: rate * (1 - rate),
            covariance: (1 - rate2) * (1 - rate2) * rate1 * (1 - rate1),
            decay: 1 - 1 / 4.0 - rate1 / (4 * (1 - rate1))
        )
        #expect(abs(Double(tally.lossCount) - rate * Double(count)) <= oneInAMillion * variance.squareRoot())
    }

    /// The burst ratio is rate / P(kept, lost) (1 - rate), and P(kept, lost) = (1 - rate) - P(kept, kept): links that carry two packets each
    /// are independent trials of that.
    @Test("The burst ratio of two hops is that of what both keep")
    func burstRatioOfHops() throws {
        let (rate1, rate2, trials) = (0.05, 0.1, 40_000)
        let loss = try #require(Loss.gilbert(rate: probability(rate1), meanBurst: .packets(4)))
        var runs = 0
        for trial in 0..<trials {
            var first = Link(LinkConfiguration(loss: loss), seed: UInt64(trial))
            var second = Link(LinkConfiguration(loss: .bernoulli(probability(rate2))), seed: UInt64(trial + trials))
            let kept = [Timestamp.start, .milliseconds(10)].map { time in
                let passed = first.send(.full, at: time) != .lost
                return second.send(.full, at: time) != .lost && passed
            }
            if kept[0], !kept[1] { runs += 1 }
        }
        let rate = 1 - (1 - rate1) * (1 - rate2)
        let decay = 1 - 1 / 4.0 - rate1 / (4 * (1 - rate1))
        let keptTwice = (1 - rate2) * (1 - rate2) * ((1 - rate1) * (1 - rate1) + rate1 * (1 - rate1) * decay)
        let chance = 1 - rate - keptTwice
        let deviation = (chance * (1 - chance) * Double(trials)).squareRoot()
        #expect(abs(Double(runs) - chance * Double(trials)) <= oneInAMillion * deviation)
        // Burstier than independent losses, less so than the first hop, whose ratio is 4 (1 - rate1).
        let ratio = rate * (1 - rate) / chance
        #expect(ratio > 1 && ratio < 4 * (1 - rate1))
    }
}
