import Testing
import Units
import VirtualTime

@testable import NetworkEmulation

@Suite("Link properties")
struct LinkPropertyTests {
    private func configuration(_ random: inout RandomStream) -> LinkConfiguration {
        let limits: [QueueLimit?] = [nil, .time(.milliseconds(80)), .size(DataSize(bytes: 9_000)), .packets(6)]
        let share = Probability(clamping: 0.15)
        let losses: [Loss?] = [
            nil, .bernoulli(share), .gilbert(rate: share, meanBurst: .duration(.milliseconds(60))),
            .gilbert(rate: share, meanBurst: .packets(3)),
        ]
        let sigma = TimeDelta.milliseconds(Int64(random.index(below: 15)))
        return LinkConfiguration(
            rate: random.index(below: 5) == 0 ? nil : .kilobitsPerSecond(Int64(300 + random.index(below: 3_000))),
            queue: limits[random.index(below: limits.count)],
            delay: .milliseconds(Int64(random.index(below: 60))),
            jitter: Jitter(standardDeviation: sigma, memory: .milliseconds(Int64(random.index(below: 3)) * 50)),
            loss: losses[random.index(below: losses.count)],
            lossPosition: random.index(below: 2) == 0 ? .afterQueue : .beforeQueue
        )
    }

    private func schedule(_ random: inout RandomStream) -> LinkSchedule {
        var changes: [LinkChange] = []
        var outages: [Outage] = []
        for _ in 0..<random.index(below: 4) {
            let at = Timestamp.milliseconds(Int64(random.index(below: 5_000)))
            let other = configuration(&random)
            changes.append(
                LinkChange(at: at, rate: other.rate, queue: other.queue, delay: other.delay, loss: other.loss)
            )
            let from = Timestamp.milliseconds(Int64(random.index(below: 5_000)))
            outages.append(Outage(from: from, duration: .milliseconds(Int64(random.index(below: 300)))))
        }
        return LinkSchedule(changes: changes, outages: outages)
    }

    @Test("Whatever the link, packets and bytes are conserved, in order, and never early")
    func conservation() {
        var random = RandomStream(seed: 2_024, owner: 0, cause: .picture)
        var seen = LinkCounters()
        for round in 0..<200 {
            let configuration = configuration(&random)
            var link = Link(configuration, schedule(&random), seed: UInt64(round))
            var (now, last, bytes) = (Timestamp.start, Timestamp.start, DataSize.zero)
            for _ in 0..<400 {
                now += .microseconds(Int64(random.index(below: 25_000)))
                let size = DataSize(bytes: Int64(40 + random.index(below: 1_161)))
                bytes += size
                let fate = link.send(size, at: now)
                seen.offer(size)
                seen.count(fate, of: size)
                guard case .delivered(let release, let queueing) = fate else { continue }
                #expect(queueing >= .zero)
                #expect(release >= now + queueing)
                #expect(release >= last)
                last = release
            }
            let counters = link.counters
            let fates = [counters.delivered, counters.lost, counters.queueDropped, counters.outage]
            #expect(counters.offered.packets == 400)
            #expect(counters.offered.size == bytes)
            #expect(fates.reduce(0) { $0 + $1.packets } == 400)
            #expect(fates.reduce(.zero) { $0 + $1.size } == bytes)
        }
        // Every fate came up, so that none of the above held for want of cases.
        for tally in [seen.delivered, seen.lost, seen.queueDropped, seen.outage] { #expect(tally.packets > 0) }
    }

    /// Bits delivered, and bits lost after the queue, are those that the rate passed in its busy time.
    @Test("A link with a backlog is never idle")
    func workConservation() {
        var random = RandomStream(seed: 5, owner: 0, cause: .picture)
        let rate: Int64 = 1_234_567
        var link = Link(LinkConfiguration(rate: DataRate(bitsPerSecond: rate)))
        var now = Timestamp.start
        // The exact end of the work so far, in billionths of a bit since the start.
        var end: Int64 = 0
        for _ in 0..<20_000 {
            now += .microseconds(Int64(random.index(below: 12_000)))
            let size = DataSize(bytes: Int64(40 + random.index(below: 1_161)))
            end = max(end, now.nanoseconds * rate) + size.bytes * 8 * 1_000_000_000
            #expect(link.send(size, at: now).deliveredAt?.nanoseconds == (end - 1) / rate + 1)
        }
    }
}
