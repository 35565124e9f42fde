import Testing
import Units
import VirtualTime

@testable import NetworkEmulation

@Suite("Link")
struct LinkTests {
    private func bursty() throws -> Loss {
        try #require(Loss.gilbert(rate: Probability(clamping: 0.1), meanBurst: .duration(.milliseconds(40))))
    }

    @Test("A rate that comes by an event brings the usual limit of the queue, unless there is one")
    func rateByEvent() {
        let change = LinkChange(at: .start, rate: .kilobitsPerSecond(300))
        #expect(change.applied(to: LinkConfiguration()).queue == LinkConfiguration.usualQueue)
        #expect(change.applied(to: LinkConfiguration(rate: .kilobitsPerSecond(900))).queue == nil)
        let own = LinkChange(at: .start, rate: .kilobitsPerSecond(300), queue: .time(.milliseconds(50)))
        #expect(own.applied(to: LinkConfiguration()).queue == .time(.milliseconds(50)))
    }

    @Test("An outage loses what is offered to it or in service within it, and what waits through it passes")
    func outage() {
        let schedule = LinkSchedule(outages: [Outage(from: .milliseconds(15), duration: .milliseconds(10))])
        var link = Link(LinkConfiguration(rate: .kilobitsPerSecond(1_000), delay: .milliseconds(30)), schedule)
        // In service during 0-9.6, 9.6-19.2, 19.2-28.8 and 28.8-38.4 ms.
        let fates = (0..<4).map { _ in link.send(.full, at: .start) }
        #expect(fates[0].deliveredAt == .microseconds(39_600))
        #expect(fates[1] == .outage)
        #expect(fates[2] == .outage)
        #expect(fates[3].deliveredAt == .microseconds(68_400))
        #expect(link.send(.full, at: .milliseconds(15)) == .outage)
        #expect(link.send(.full, at: .microseconds(24_999)) == .outage)
        #expect(link.send(.full, at: .milliseconds(25)).deliveredAt == .microseconds(78_000))
    }

    @Test("Outages that overlap become one, and empty ones vanish")
    func outagesMerge() {
        let schedule = LinkSchedule(outages: [
            Outage(from: .milliseconds(50), duration: .milliseconds(10)),
            Outage(from: .milliseconds(10), duration: .milliseconds(20)),
            Outage(from: .milliseconds(20), duration: .milliseconds(5)),
            Outage(from: .milliseconds(30), duration: .milliseconds(5)),
            Outage(from: .milliseconds(70), duration: .zero),
        ])
        #expect(
            schedule.outages == [
                Outage(from: .milliseconds(10), duration: .milliseconds(25)),
                Outage(from: .milliseconds(50), duration: .milliseconds(10)),
            ]
        )
    }

    @Test("Loss before the queue leaves it to the others, loss after it does not")
    func lossPosition() {
        let clean = LinkConfiguration(rate: .kilobitsPerSecond(1_000), queue: .packets(5))
        var lossy = clean
        lossy.loss = .bernoulli(Probability(clamping: 0.3))
        for position in [LossPosition.afterQueue, .beforeQueue] {
            lossy.lossPosition = position
            var (link, reference) = (Link(lossy), Link(clean))
            for index in Int64(0)..<2_000 {
                let now = Timestamp.milliseconds(index * 8)
                let fate = link.send(.full, at: now)
                if fate == .lost {
                    if position == .afterQueue { _ = reference.send(.full, at: now) }
                } else {
                    #expect(fate == reference.send(.full, at: now))
                }
            }
            #expect(link.counters.lost.packets > 0)
            #expect(link.counters.delivered.packets > 0)
        }
    }

    @Test("Adding or changing jitter, delay or rate leaves which packets are lost alone")
    func lossKeepsItsDraws() throws {
        let plain = LinkConfiguration(loss: .bernoulli(Probability(clamping: 0.1)))
        var variants = [plain, plain, plain, plain]
        variants[1].jitter = Jitter(standardDeviation: .milliseconds(5), memory: .milliseconds(100))
        variants[2].delay = .milliseconds(100)
        variants[3].rate = .kilobitsPerSecond(5_000)
        let losses = variants.map { configuration in
            var link = Link(configuration)
            return link.sendTrain(count: 5_000, spacing: .milliseconds(10)).map { $0 == .lost }
        }
        #expect(losses[0].contains(true))
        for other in losses.dropFirst() { #expect(other == losses[0]) }
    }

    @Test("Adding loss leaves when the other packets come out alone")
    func delayKeepsItsDraws() throws {
        let jitter = Jitter(standardDeviation: .milliseconds(8), memory: .milliseconds(50))
        let clean = LinkConfiguration(rate: .kilobitsPerSecond(1_500), delay: .milliseconds(20), jitter: jitter)
        var lossy = clean
        lossy.loss = try bursty()
        var (first, second) = (Link(clean), Link(lossy))
        let whole = first.sendTrain(count: 5_000, spacing: .milliseconds(7))
        let rest = second.sendTrain(count: 5_000, spacing: .milliseconds(7))
        #expect(second.counters.lost.packets > 0)
        for (before, after) in zip(whole, rest) where after != .lost { #expect(before == after) }
    }

    @Test("A doubled standard deviation doubles every packet's deviation")
    func jitterScales() {
        func deviations(_ sigma: Int64) -> [Int64] {
            let jitter = Jitter(standardDeviation: .microseconds(sigma), memory: .milliseconds(100))
            var link = Link(LinkConfiguration(delay: .seconds(1), jitter: jitter, allowsReordering: true))
            return link.sendTrain(count: 1_000, spacing: .milliseconds(20)).enumerated().compactMap { index, fate in
                fate.deliveredAt.map { ($0 - Timestamp.milliseconds(1_000 + 20 * Int64(index))).nanoseconds }
            }
        }
        let single = deviations(2_000)
        #expect(single.count == 1_000)
        // Each is rounded to the nanosecond.
        for (one, two) in zip(single, deviations(4_000)) { #expect(abs(two - 2 * one) <= 1) }
    }

    @Test("Equal seeds repeat, and another seed, owner or leg differs")
    func determinism() throws {
        let configuration = LinkConfiguration(
            jitter: Jitter(standardDeviation: .milliseconds(5)),
            loss: try bursty()
        )
        func fates(seed: UInt64 = 1, owner: UInt32 = 1, leg: Leg = .patientUp) -> [Fate] {
            var link = Link(configuration: configuration, seed: seed, owner: owner, leg: leg)
            return link.sendTrain(count: 200, spacing: .milliseconds(20))
        }
        #expect(fates() == fates())
        #expect(fates() != fates(seed: 2))
        #expect(fates() != fates(owner: 2))
        #expect(fates() != fates(leg: .patientDown))
    }

    @Test("A loss that takes media only lets all else pass, and its state waits meanwhile")
    func lossScope() throws {
        let chain = GilbertElliott(pace: .packets(leaveGood: try #require(Probability(0.3)), leaveBad: .always))
        for position in [LossPosition.beforeQueue, .afterQueue] {
            var configuration = LinkConfiguration(loss: .gilbertElliott(chain), lossPosition: position)
            configuration.lossScope = .media
            var mixed = Link(configuration)
            var losses = 0
            for index in 0..<400 {
                let fate = mixed.send(.full, isMedia: index.isMultiple(of: 2), at: .milliseconds(Int64(index)))
                if fate == .lost {
                    losses += 1
                    #expect(index.isMultiple(of: 2), "packet \(index) sets the call up")
                }
            }
            #expect(losses > 10)
            #expect(mixed.counters.lost.packets == losses)
            configuration.lossScope = .everything
            var other = Link(configuration)
            #expect((0..<400).contains { other.send(.full, isMedia: false, at: .milliseconds($0)) == .lost })
        }
    }
}
