import Testing
import Units
import VirtualTime

@testable import NetworkEmulation

/// Verification of the network reference, section 7: 21.
@Suite("Token buckets")
struct TokenBucketTests {
    private let size = DataSize(bytes: 1_242)

    private func bucket(_ rate: Int64, _ burst: Int64) throws -> TokenBucketLimit {
        try #require(TokenBucketLimit(rate: DataRate(bitsPerSecond: rate), burst: DataSize(bytes: burst)))
    }

    @Test("A shaper lets the frames of the vector out when Linux's tbf does, to the nanosecond")
    func shaper() throws {
        let vector = try Vectors.queues().tbf
        let shaper = Shaper(bucket: try bucket(1_000_000, 1_600), latency: .milliseconds(300))
        #expect(shaper.limit == DataSize(bytes: 39_100))
        var link = Link(LinkConfiguration(shaper: shaper))
        let fates = link.sendTrain(count: 600, spacing: .milliseconds(5), size: size)
        let expected = vector.departures_first_70_s.map { $0.map { Timestamp.start + TimeDelta(seconds: $0) } }
        #expect(fates.prefix(expected.count).map(\.deliveredAt) == expected)
        #expect(fates.count { $0 == .queueDropped } == vector.dropped)
        #expect(fates.count { $0.deliveredAt != nil } == vector.passed)
        let delays = fates.enumerated().compactMap { index, fate in
            fate.deliveredAt.map { $0 - Timestamp.milliseconds(Int64(index) * 5) }
        }
        #expect(delays.max() == TimeDelta(seconds: vector.max_delay_s))
    }

    @Test("A shaper at a rate that divides nothing drifts by nothing over 10^5 packets")
    func remainders() throws {
        var bucket = TokenBucket(try bucket(7_000_003, 1_200))
        var last = Timestamp.start
        for count in Int64(0)..<100_000 {
            let time = try #require(bucket.departure(of: .full, notBefore: last))
            // The bucket holds one packet: the n-th goes when n packets' tokens have come in.
            let expected = count == 0 ? 0 : (count * 9_600 * 1_000_000_000 - 1) / 7_000_003 + 1
            #expect(time.nanoseconds == expected)
            bucket.take(.full, at: time, hasWaited: count > 0)
            last = time
        }
    }

    @Test("A shaped burst goes at once, and a packet larger than the bucket never")
    func burst() throws {
        let shaper = Shaper(bucket: try bucket(8_000, 3_000), limit: DataSize(bytes: 9_000))
        var link = Link(LinkConfiguration(shaper: shaper))
        let fates = (0..<3).map { _ in link.send(DataSize(bytes: 1_500), at: .start) }
        #expect(fates.map(\.deliveredAt) == [.start, .start, .milliseconds(1_500)])
        #expect(link.send(DataSize(bytes: 3_001), at: .start) == .queueDropped)
    }

    @Test("After the shaper a packet still takes its time at the line's rate")
    func line() throws {
        let shaper = Shaper(bucket: try bucket(1_000_000, 3_000), limit: DataSize(bytes: 9_000))
        var link = Link(LinkConfiguration(rate: .kilobitsPerSecond(10_000), shaper: shaper))
        let fates = (0..<3).map { _ in link.send(DataSize(bytes: 1_500), at: .start) }
        // 1.2 ms each on the line; the third has to wait 12 ms for its tokens.
        #expect(fates.map(\.deliveredAt) == [.microseconds(1_200), .microseconds(2_400), .microseconds(13_200)])
        #expect(fates.map(\.queueing) == [.zero, .microseconds(1_200), .milliseconds(12)])
    }

    @Test("A policer passes what the bucket has tokens for and delays nothing")
    func policer() throws {
        var link = Link(LinkConfiguration(policer: try bucket(1_000_000, 2_484)))
        let fates = link.sendTrain(count: 600, spacing: .milliseconds(5), size: size)
        // By hand, in bytes: full with 2484, 625 more each 5 ms.
        var tokens: Int64 = 2_484
        for (index, fate) in fates.enumerated() {
            if index > 0 { tokens = min(2_484, tokens + 625) }
            let passes = tokens >= 1_242
            if passes { tokens -= 1_242 }
            let at = Timestamp.milliseconds(Int64(index) * 5)
            #expect(fate == (passes ? .delivered(at: at, queueing: .zero) : .policed))
        }
        #expect(link.counters.policed.packets + link.counters.delivered.packets == 600)
    }

    /// Over any span from the start a bucket passes at most its burst and the rate times the span, and a greedy source
    /// gets that to within one packet.
    @Test("A policer's throughput is its rate", arguments: [7_000, 1_234_567, 5_000_000])
    func throughput(rate: Int64) throws {
        var link = Link(LinkConfiguration(policer: try bucket(rate, 3_000)))
        var random = RandomStream(seed: 3, owner: 0, cause: .picture)
        var now = Timestamp.start
        var passed: Int64 = 0
        for _ in 0..<20_000 {
            now += .microseconds(Int64(random.index(below: 600)))
            if link.send(DataSize(bytes: 1_000), at: now).deliveredAt != nil { passed += 1_000 }
            #expect(passed * 8 * 1_000_000_000 <= 24_000 * 1_000_000_000 + rate * (now - .start).nanoseconds)
        }
        // 26.7 Mbit/s are offered, and in the longest gap no more than 375 B of tokens come in, so that the bucket is never full again.
        #expect(Double(passed) * 8 >= Double(rate) * now.seconds - 8_000 * 4)
    }
}
