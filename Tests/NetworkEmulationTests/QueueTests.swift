import Testing
import Units
import VirtualTime

@testable import NetworkEmulation

@Suite("Queue and rate")
struct QueueTests {
    private let megabit = DataRate.kilobitsPerSecond(1_000)

    @Test("A burst waits as long as the D/D/1 queue says")
    func burst() throws {
        let vector = try Vectors.queues().dd1_burst
        var link = Link(LinkConfiguration(rate: DataRate(bitsPerSecond: vector.rate_bps)))
        let size = DataSize(bytes: vector.pkt_bytes)
        let fates = (0..<vector.n).map { _ in link.send(size, at: .start) }
        #expect(fates.compactMap(\.queueing) == vector.queue_delay_ms.map { TimeDelta(seconds: $0 / 1_000) })
        let last = TimeDelta(seconds: Double(vector.n) * Double(vector.pkt_bytes) * 8 / Double(vector.rate_bps))
        #expect(fates.last?.deliveredAt == .start + last)
    }

    /// A full token bucket runs ahead of a plain queue by its burst's time, 1600 B at 1 Mbit/s, while it is busy.
    @Test("Departures agree with a token bucket's once its burst is spent")
    func tokenBucket() throws {
        let departures = try Vectors.queues().tbf.departures_first_70_s.prefix { $0 != nil }.compactMap(\.self)
        #expect(departures.count > 60)
        var link = Link(LinkConfiguration(rate: megabit))
        let fates = link.sendTrain(
            count: departures.count,
            spacing: .milliseconds(5),
            size: DataSize(bytes: 1_242)
        )
        for (fate, expected) in zip(fates, departures).dropFirst() {
            #expect(fate.deliveredAt == .start + TimeDelta(seconds: expected) + .microseconds(12_800))
        }
    }

    @Test("Ten to the fifth packets at a rate that does not divide a nanosecond drift by nothing")
    func remainders() {
        var link = Link(LinkConfiguration(rate: DataRate(bitsPerSecond: 7_000_003)))
        for count in Int64(1)...100_000 {
            let release = link.send(.full, at: .start).deliveredAt
            #expect(release == Timestamp(nanoseconds: (count * 9_600 * 1_000_000_000 - 1) / 7_000_003 + 1))
        }
    }

    /// Offered at once, packets leave when the integral of the rate reaches their bits.
    @Test("Serialisation is exact over rate steps, a stall among them")
    func rateSteps() {
        let steps: [(at: Int64, rate: Int64)] = [
            (0, 1_000_000), (40, 2_500_001), (60, 0), (75, 600_007), (300, 1_000_003),
        ]
        let schedule = LinkSchedule(
            changes: steps.dropFirst().map {
                LinkChange(at: .milliseconds($0.at), rate: DataRate(bitsPerSecond: $0.rate))
            }
        )
        var link = Link(LinkConfiguration(rate: megabit), schedule)
        for count in Int64(1)...60 {
            var left = count * 9_600 * 1_000_000_000
            var expected: Int64?
            for (index, step) in steps.enumerated() {
                let start = step.at * 1_000_000
                let end = index + 1 < steps.count ? steps[index + 1].at * 1_000_000 : Int64(1) << 40
                let passes = step.rate * (end - start)
                if passes >= left {
                    expected = start + (left + step.rate - 1) / step.rate
                    break
                }
                left -= passes
            }
            #expect(link.send(.full, at: .start).deliveredAt?.nanoseconds == expected)
        }
    }

    @Test("A packet in service goes on at the new rate, and one offered later starts afresh")
    func changeInService() {
        let schedule = LinkSchedule(changes: [LinkChange(at: .microseconds(4_800), rate: .kilobitsPerSecond(500))])
        var link = Link(LinkConfiguration(rate: megabit), schedule)
        #expect(link.send(.full, at: .start).deliveredAt == .microseconds(14_400))
        #expect(link.send(.full, at: .microseconds(20_000)).deliveredAt == .microseconds(39_200))
    }

    @Test("A limit in time drops what would wait longer, and nothing waits longer")
    func limitInTime() {
        var link = Link(LinkConfiguration(rate: megabit, queue: .time(.milliseconds(48))))
        let fates = (0..<10).map { _ in link.send(.full, at: .start) }
        // Waits of 0, 9.6, ..., 48 ms pass; the seventh packet would wait 57.6 ms.
        #expect(fates.prefix(6).compactMap(\.queueing).last == .milliseconds(48))
        #expect(fates.dropFirst(6).allSatisfy { $0 == .queueDropped })
        #expect(link.send(.full, at: .microseconds(9_599)) == .queueDropped)
        #expect(link.send(.full, at: .microseconds(9_600)).queueing == .milliseconds(48))
    }

    @Test("A limit in time goes by the rate of the moment")
    func limitAfterRateDrop() {
        let schedule = LinkSchedule(changes: [LinkChange(at: .milliseconds(10), rate: .kilobitsPerSecond(100))])
        var link = Link(LinkConfiguration(rate: megabit, queue: .time(.milliseconds(100))), schedule)
        for _ in 0..<3 { _ = link.send(.full, at: .start) }
        // 28.8 kbit were there, 10 are sent: 188 ms at the new rate.
        #expect(link.send(.full, at: .milliseconds(10)) == .queueDropped)
        #expect(link.send(.full, at: .milliseconds(97)) == .queueDropped)
        #expect(link.send(.full, at: .milliseconds(98)).queueing == .milliseconds(100))
    }

    @Test("A limit in bytes counts what is still to be sent and the packet itself")
    func limitInBytes() {
        var link = Link(LinkConfiguration(rate: megabit, queue: .size(DataSize(bytes: 3_000))))
        #expect(link.send(.full, at: .start).deliveredAt != nil)
        #expect(link.send(.full, at: .start).deliveredAt != nil)
        #expect(link.send(.full, at: .start) == .queueDropped)
        #expect(link.send(DataSize(bytes: 600), at: .start).deliveredAt != nil)
        #expect(link.send(DataSize(bytes: 1), at: .start) == .queueDropped)
        #expect(link.send(DataSize(bytes: 1), at: .microseconds(8)).deliveredAt != nil)
    }

    @Test("A stalled link drops by its last rate and then sends what waited")
    func stall() {
        let schedule = LinkSchedule(changes: [
            LinkChange(at: .milliseconds(10), rate: .zero),
            LinkChange(at: .milliseconds(110), rate: megabit),
        ])
        var link = Link(LinkConfiguration(rate: megabit, queue: .time(.milliseconds(20))), schedule)
        let fates = (0..<6).map { _ in link.send(.full, at: .milliseconds(20)) }
        #expect(fates.prefix(3).compactMap(\.deliveredAt) == [119_600, 129_200, 138_800].map { .microseconds($0) })
        #expect(fates.dropFirst(3).allSatisfy { $0 == .queueDropped })
    }

    @Test("A link without a rate passes everything at once")
    func unlimited() {
        var link = Link(LinkConfiguration(queue: .packets(1)))
        for _ in 0..<100 { #expect(link.send(.full, at: .start) == .delivered(at: .start, queueing: .zero)) }
    }

    /// An opportunity a millisecond for 10 s, then one each 24 ms: at the mean rate 200 ms would hold 2.5 s of the latter.
    @Test("A limit in time behind opportunities bounds the wait itself, whatever the rate was before")
    func opportunities() throws {
        let times = (1...10_000).map { UInt32($0) } + stride(from: 10_024, through: 20_000, by: 24).map { UInt32($0) }
        let trace = try #require(OpportunityTrace(milliseconds: times))
        let limit = TimeDelta.milliseconds(200)
        var link = Link(LinkConfiguration(queue: .time(limit), capacity: .opportunities(trace)))
        let fates = link.sendTrain(count: 5_000, spacing: .milliseconds(4), size: .full)
        let waits = fates.compactMap(\.queueing)
        let longest = try #require(waits.max())
        #expect(longest <= limit && longest > .milliseconds(170))
        // All 2,500 of the first 10 s, then 1,504 bytes each 24 ms, and the last 50, which the next round sends in time.
        #expect(abs(waits.count - (2_500 + 416 * 1_504 / 1_200 + 50)) < 10)
    }
}
