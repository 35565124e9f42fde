import Testing
import Units
import VirtualTime

@testable import NetworkEmulation

/// Verification of the network reference, section 7: 16 and 24.
@Suite("Capacity that follows a trace")
struct CapacityTraceTests {
    private func link(_ milliseconds: [UInt32], queue: QueueLimit? = nil, management: QueueManagement? = nil) throws
        -> Link
    {
        let trace = try #require(OpportunityTrace(milliseconds: milliseconds))
        return Link(LinkConfiguration(queue: queue, capacity: .opportunities(trace), management: management))
    }

    /// What Mahimahi does, opportunity by opportunity: a packet may span several, several may share one, and the rest of
    /// one is lost when nothing waits.
    private func expected(_ packets: [(time: Int64, size: Int64)], _ trace: [Int64], until end: Int64) -> [Int64?] {
        var departures: [Int64?] = Array(repeating: nil, count: packets.count)
        var arrived = 0
        var next = 0
        var left = 0 as Int64
        let length = trace[trace.count - 1]
        var base: Int64 = 0
        while base < end {
            for stamp in trace {
                let now = (base + stamp) * 1_000_000
                while arrived < packets.count, packets[arrived].time < now { arrived += 1 }
                var opportunity: Int64 = 1_504
                while opportunity > 0, next < arrived {
                    if left == 0 { left = packets[next].size }
                    let part = min(left, opportunity)
                    opportunity -= part
                    left -= part
                    if left == 0 {
                        departures[next] = now
                        next += 1
                    }
                }
            }
            base += length
        }
        return departures
    }

    @Test(
        "Packets leave as from Mahimahi's queue, byte by byte, round after round",
        arguments: [
            [5, 5, 5, 9, 20], [0, 3, 3, 7], [1], [2, 2], [0, 0, 1, 40],
        ] as [[UInt32]]
    )
    func opportunities(trace: [UInt32]) throws {
        var random = RandomStream(seed: 4, owner: 0, cause: .picture)
        var link = try link(trace)
        var now: Int64 = 0
        let packets = (0..<600).map { _ in
            // Half of them at the very instant of a millisecond, and silences of many rounds.
            now += Int64(random.index(below: 3_000_000))
            if random.index(below: 2) == 0 { now = (now + 999_999) / 1_000_000 * 1_000_000 }
            if random.index(below: 50) == 0 { now += 2_000_000_000 }
            return (time: now, size: Int64(40 + random.index(below: 1_465)))
        }
        let fates = packets.map { link.send(DataSize(bytes: $0.size), at: Timestamp(nanoseconds: $0.time)) }
        let expected = expected(packets, trace.map(Int64.init), until: now / 1_000_000 + 60_000)
        #expect(fates.map { $0.deliveredAt?.nanoseconds } == expected)
    }

    @Test("A saturated link passes as many bytes each millisecond as the trace has lines for it")
    func lines() throws {
        let trace: [UInt32] = [1, 1, 2, 5, 5, 5, 8]
        var link = try link(trace)
        var bytes: [Int64: Int64] = [:]
        for _ in 0..<5_000 {
            let time = try #require(link.send(DataSize(bytes: 376), at: .start).deliveredAt)
            bytes[time.nanoseconds / 1_000_000, default: 0] += 376
        }
        for (millisecond, sum) in bytes where millisecond <= 8 * 150 {
            let stamp = millisecond % 8 == 0 ? 8 : millisecond % 8
            #expect(sum == Int64(trace.count { Int64($0) == stamp }) * 1_504)
        }
        #expect(bytes.count { $0.key <= 8 * 150 } == 4 * 150)
    }

    @Test("A packet larger than an opportunity takes several; Mahimahi would refuse it")
    func large() throws {
        var link = try link([10])
        #expect(link.send(DataSize(bytes: 3_009), at: .start).deliveredAt == .milliseconds(30))
    }

    @Test("The limits of a queue hold before opportunities too")
    func limits() throws {
        var packets = try link([10], queue: .packets(2))
        #expect((0..<3).map { _ in packets.send(.full, at: .start) == .queueDropped } == [false, false, true])
        var bytes = try link([10], queue: .size(DataSize(bytes: 2_400)))
        #expect((0..<3).map { _ in bytes.send(.full, at: .start) == .queueDropped } == [false, false, true])
        // 1504 B each 10 ms: 20 ms are 3008 B, and the fourth packet finds 3600 B before it.
        var time = try link([10], queue: .time(.milliseconds(20)))
        #expect((0..<4).map { _ in time.send(.full, at: .start) == .queueDropped } == [false, false, false, true])
    }

    @Test("CoDel stands before opportunities as before a rate")
    func managed() throws {
        var link = try link([2], queue: .packets(1_000), management: .codel(CoDel()))
        let packets = (0..<3_000).map {
            (Timestamp.microseconds(Int64($0) * 1_000 + 300), LinkPacket(size: DataSize(bytes: 1_504)))
        }
        let outcomes = QueueManagementTests.run(&link, packets)
        #expect(outcomes.count == 3_000 && link.counters.queueDropped.packets > 20)
        let times = outcomes.compactMap(\.fate.deliveredAt)
        // One leaves at each opportunity, without a gap.
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 == .milliseconds(2) })
    }

    private func trace(_ steps: [(Int64, Int64)], length: Int64?) -> RateTrace? {
        RateTrace(
            steps: steps.map { RateTrace.Step(start: .milliseconds($0.0), rate: DataRate(bitsPerSecond: $0.1)) },
            length: length.map { .milliseconds($0) }
        )
    }

    /// The time at which the rate has passed as much work from a time on, step by step.
    private func finish(_ work: Int64, from start: Int64, _ steps: [(Int64, Int64)], _ length: Int64) -> (Int64, Int64)
    {
        // In billionths of a bit; the second is what is done within the last nanosecond.
        var (time, left) = (start, work)
        while true {
            let position = time % (length * 1_000_000)
            let index = steps.lastIndex { $0.0 * 1_000_000 <= position } ?? 0
            let end = (index + 1 < steps.count ? steps[index + 1].0 : length) * 1_000_000 - position + time
            let rate = steps[index].1
            if rate > 0, left <= rate * (end - time) { return (time + (left - 1) / rate + 1, 0) }
            left -= rate * (end - time)
            time = end
        }
    }

    @Test("A trace of rates begins again and is integrated exactly, zeros and long silences among them")
    func rates() throws {
        let steps: [(Int64, Int64)] = [(0, 1_000_003), (40, 0), (55, 300_007), (90, 8_000_000), (91, 1)]
        let made = try #require(trace(steps, length: 130))
        var random = RandomStream(seed: 6, owner: 0, cause: .picture)
        var link = Link(LinkConfiguration(capacity: .rates(made)))
        var now: Int64 = 0
        for _ in 0..<3_000 {
            // Each burst comes to an idle link, far on.
            now += 4_000_000_000 + Int64(random.index(below: 900_000_000))
            var work: Int64 = 0
            for _ in 0..<4 {
                let size = Int64(40 + random.index(below: 1_161))
                work += size * 8 * 1_000_000_000
                let fate = link.send(DataSize(bytes: size), at: Timestamp(nanoseconds: now))
                #expect(fate.deliveredAt?.nanoseconds == finish(work, from: now, steps, 130).0)
            }
        }
    }

    @Test("A trace without a length keeps its last rate, and an event's rate takes its place")
    func ends() throws {
        let made = try #require(trace([(0, 1_000_000), (20, 2_000_000)], length: nil))
        var link = Link(
            LinkConfiguration(capacity: .rates(made)),
            LinkSchedule(changes: [
                LinkChange(at: .milliseconds(1_000), rate: .kilobitsPerSecond(4_000))
            ])
        )
        #expect(link.send(.full, at: .start).deliveredAt == .microseconds(9_600))
        #expect(link.send(.full, at: .milliseconds(500)).deliveredAt == .microseconds(504_800))
        #expect(link.send(.full, at: .milliseconds(1_500)).deliveredAt == .microseconds(1_502_400))
    }

    @Test("A limit in time goes by the rate of the moment, or by the last one above zero")
    func timeLimit() throws {
        let made = try #require(trace([(0, 1_000_000), (100, 0), (200, 500_000)], length: 1_000))
        var link = Link(LinkConfiguration(queue: .time(.milliseconds(20)), capacity: .rates(made)))
        // At 1 Mbit/s 20 ms are 2500 B: three packets find at most 2400 B before them.
        #expect(
            (0..<4).map { _ in link.send(.full, at: .milliseconds(150)) == .queueDropped } == [
                false, false, false, true,
            ]
        )
        // At 500 kbit/s they are 1250 B.
        #expect(
            (0..<4).map { _ in link.send(.full, at: .milliseconds(400)) == .queueDropped } == [
                false, false, true, true,
            ]
        )
    }

    @Test("What cannot be is no trace")
    func impossible() {
        #expect(trace([], length: 5) == nil)
        #expect(trace([(1, 5)], length: 5) == nil)
        #expect(trace([(0, 5), (0, 6)], length: 5) == nil)
        #expect(trace([(0, 5), (5, 6)], length: 5) == nil)
        #expect(trace([(0, -5)], length: 5) == nil)
        #expect(trace([(0, 0)], length: 5) == nil)
        #expect(trace([(0, 5), (3, 0)], length: nil) == nil)
        #expect(trace([(0, 5), (3, 0)], length: 5)?.meanRate == DataRate(bitsPerSecond: 3))
        #expect(OpportunityTrace(milliseconds: []) == nil)
        #expect(OpportunityTrace(milliseconds: [0, 0]) == nil)
        #expect(OpportunityTrace(milliseconds: [4, 3]) == nil)
        #expect(OpportunityTrace(milliseconds: [1])?.meanRate == DataRate(bitsPerSecond: 12_032_000))
    }
}
