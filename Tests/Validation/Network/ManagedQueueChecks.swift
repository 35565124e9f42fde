import NetworkEmulation
import Units
import ValidationComparison

/// Token buckets, managed queues and capacities that vary (network.md 7: 21, 22, 24 and 27).
enum ManagedQueueChecks {
    private static let topic = "Shapers, managed queues and traces"

    static func all() -> [NetworkCheck] {
        tokenBucket() + codel() + fairQueue() + pie() + traces() + radios()
    }

    private static func exactly(
        _ what: String,
        source: String,
        _ promised: Double,
        _ measured: Double?,
        within tolerance: Double = 0
    ) -> NetworkCheck {
        NetworkCheck(
            topic,
            what,
            source: source,
            promised: promised,
            measured: measured,
            rule: .within(tolerance)
        )
    }

    private static func tokenBucket() -> [NetworkCheck] {
        guard
            let bucket = TokenBucketLimit(rate: .kilobitsPerSecond(1_000), burst: DataSize(bytes: 1_600))
        else { return [] }
        let times = (0..<600).map { Timestamp.start + .milliseconds(5) * Int64($0) }
        let frame = DataSize(bytes: 1_242)
        var link = Link(LinkConfiguration(shaper: Shaper(bucket: bucket, latency: .milliseconds(300))))
        let delays = times.compactMap { time in
            link.send(frame, at: time).deliveredAt.map { ($0 - time).milliseconds }
        }
        var policer = Link(LinkConfiguration(policer: bucket))
        let policed = times.count { policer.send(frame, at: $0) == .policed }
        // The bucket refills by 625 bytes each 5 ms: a frame goes whenever it holds 1,242.
        var (tokens, dropped) = (1_600, 0)
        for index in times.indices {
            if index > 0 { tokens = min(1_600, tokens + 625) }
            if tokens >= 1_242 { tokens -= 1_242 } else { dropped += 1 }
        }
        let name = "token bucket 1 Mbit/s, burst 1,600 bytes, 300 ms; 600 frames of 1,242 bytes each 5 ms"
        return [
            exactly("\(name): frames passed", source: "queues.json; Linux's tbf", 333, Double(delays.count)),
            exactly("\(name): longest delay in ms", source: "queues.json", 308, delays.max(), within: 1e-9),
            exactly(
                "the same bucket as a policer: frames dropped",
                source: "by hand",
                Double(dropped),
                Double(policed)
            ),
        ]
    }

    /// What becomes of packets by number, the link asked whenever it wants to be.
    private static func fates(_ link: inout Link, _ packets: [(time: Timestamp, packet: LinkPacket)]) -> [Fate?] {
        var passages: [Passage] = []
        for (index, offered) in packets.enumerated() {
            while let timeout = link.nextTimeout, timeout < offered.time {
                link.advance(to: timeout, into: &passages)
            }
            var packet = offered.packet
            packet.ticket = index
            link.offer(packet, at: offered.time, into: &passages)
        }
        while let timeout = link.nextTimeout { link.advance(to: timeout, into: &passages) }
        var fates = [Fate?](repeating: nil, count: packets.count)
        for passage in passages { fates[passage.ticket] = passage.fate }
        return fates
    }

    /// 999 bytes at 7.2 Mbit/s take 1.11 ms.
    private static func codel() -> [NetworkCheck] {
        var link = Link(
            LinkConfiguration(
                rate: .kilobitsPerSecond(7_200),
                queue: CoDel.usualLimit,
                management: .codel(CoDel())
            )
        )
        let packets = (0..<3_000).map {
            (time: Timestamp.start + .milliseconds(Int64($0)), packet: LinkPacket(size: DataSize(bytes: 999)))
        }
        let fates = fates(&link, packets)
        let waits = fates.compactMap { $0?.queueing?.milliseconds }
        let name = "CoDel, 3,000 packets of 1.11 ms each 1 ms"
        let source = "RFC 8289, section 5; queues.json"
        return [
            exactly("\(name): dropped", source: source, 234, Double(fates.count { $0 == .queueDropped })),
            exactly(
                "\(name): first dropped",
                source: source,
                137,
                fates.firstIndex(of: .queueDropped).map { Double($0) }
            ),
            exactly(
                "\(name): mean wait in ms, to the vector's six decimals",
                source: source,
                74.031_255,
                waits.reduce(0, +) / Double(waits.count),
                within: 0.5e-6
            ),
            exactly("\(name): longest wait in ms", source: source, 99.26, waits.max(), within: 1e-9),
        ]
    }

    private static func fairQueue() -> [NetworkCheck] {
        let quantum = FairQueueCoDel().quantum
        let (even, _) = greedy(quantum)
        let (uneven, sparse) = greedy(.full)
        func atMost(_ what: String, source: String, _ promised: Double, _ measured: Double?) -> NetworkCheck {
            NetworkCheck(topic, what, source: source, promised: promised, measured: measured, rule: .atMost)
        }
        return [
            atMost(
                "FQ-CoDel, three greedy flows of 1,514-byte packets: most bytes by which one is ahead",
                source: "RFC 8290: a quantum, 1,514 bytes",
                Double(quantum.bytes),
                even
            ),
            atMost(
                "FQ-CoDel, three greedy flows of 1,200-byte packets: most bytes by which one is ahead",
                source: "RFC 8290: a quantum and the packet that overdraws it",
                Double(quantum.bytes + DataSize.full.bytes),
                uneven
            ),
            atMost(
                "FQ-CoDel, a sparse flow beside them: longest wait in ms",
                source: "RFC 8290: a quantum's time",
                DataRate.kilobitsPerSecond(10_000).duration(of: quantum).milliseconds,
                sparse
            ),
        ]
    }

    /// Three greedy flows, which alone overload the link nearly three times, and a sparse one.
    private static func greedy(_ size: DataSize) -> (apart: Double, sparseWait: Double?) {
        var link = Link(
            LinkConfiguration(
                rate: .kilobitsPerSecond(10_000),
                queue: FairQueueCoDel.usualLimit,
                management: .fairCoDel(FairQueueCoDel())
            )
        )
        var packets: [(time: Timestamp, packet: LinkPacket)] = []
        for flow in UInt32(1)...3 {
            packets += (0..<90).map { (.start + .milliseconds(Int64($0)), LinkPacket(size: size, flow: flow)) }
        }
        packets += (0..<8).map {
            (.start + .microseconds(10_137 + Int64($0) * 10_000), LinkPacket(size: DataSize(bytes: 200), flow: 4))
        }
        packets.sort { $0.time < $1.time }
        let fates = fates(&link, packets)
        let deliveries = fates.enumerated().compactMap { index, fate in
            fate?.deliveredAt.map { (time: $0, packet: packets[index].packet) }
        }
        .sorted { $0.time < $1.time }
        // CoDel drops nothing before 100 ms.
        var sent = [Int64](repeating: 0, count: 5)
        var apart: Int64 = 0
        for delivery in deliveries where delivery.time < .start + .milliseconds(90) && delivery.packet.flow < 4 {
            sent[Int(delivery.packet.flow)] += delivery.packet.size.bytes
            apart = max(apart, (sent[1...3].max() ?? 0) - (sent[1...3].min() ?? 0))
        }
        let sparse = fates.enumerated().compactMap { index, fate in
            packets[index].packet.flow == 4 ? fate?.queueing?.milliseconds : nil
        }
        return (Double(apart), sparse.count == 8 ? sparse.max() : nil)
    }

    /// PIE at its fixed point.
    ///
    /// While the drop probability stays above a tenth its changes add up to alpha times the delays' excesses and beta
    /// times the change of the delay, so that the mean excess is at most (1 + beta q) / (alpha N) after N updates.
    private static func pie() -> [NetworkCheck] {
        var link = Link(
            LinkConfiguration(rate: .kilobitsPerSecond(9_600), queue: PIE.usualLimit, management: .pie(PIE()))
        )
        let (step, count) = (TimeDelta(nanoseconds: 666_667), 180_000)
        let warmUp = 30_000
        let fates = (0..<count).map { link.send(.full, at: .start + step * Int64($0)) }.dropFirst(warmUp)
        let waits = fates.compactMap { $0.queueing?.seconds }
        let seconds = step.seconds * Double(count - warmUp)
        let longest = waits.max() ?? .nan
        let bound = (1 + 1.25 * longest) / (0.125 * seconds / 0.015) + 0.015 / 2
        return [
            exactly(
                "PIE at 1.5 times the rate: mean wait in ms, within its rule's bound and half an update",
                source: "RFC 8033: QDELAY_REF",
                15,
                waits.reduce(0, +) / Double(waits.count) * 1e3,
                within: bound * 1e3
            ),
            exactly(
                "PIE at 1.5 times the rate: share dropped, within what the queue may hold",
                source: "conservation",
                1.0 / 3,
                Double(fates.count { $0 == .queueDropped }) / Double(fates.count),
                within: longest / seconds
            ),
        ]
    }

    private static func traces() -> [NetworkCheck] {
        var checks: [NetworkCheck] = []
        if let trace = OpportunityTrace(milliseconds: [5, 5, 5, 9, 20]) {
            var link = Link(LinkConfiguration(capacity: .opportunities(trace)))
            var last: Timestamp?
            for _ in 0..<5_000 { last = link.send(OpportunityTrace.opportunitySize, at: .start).deliveredAt }
            checks.append(
                exactly(
                    "Mahimahi trace of 5 opportunities in 20 ms, backlogged: when the 5,000th packet leaves, in s",
                    source: "mahimahi link_queue: 1,000 rounds",
                    20,
                    last?.seconds
                )
            )
        }
        let steps = [(0, 1_000), (40, 2_500), (60, 600), (80, 1_000)].map {
            RateTrace.Step(start: .seconds(Int64($0.0)), rate: .kilobitsPerSecond(Int64($0.1)))
        }
        if let trace = RateTrace(steps: steps, length: nil) {
            var link = Link(LinkConfiguration(capacity: .rates(trace)))
            let passed = (0..<15_000).count { _ in
                (link.send(.full, at: .start).deliveredAt ?? .distantFuture) <= .start + .seconds(100)
            }
            checks.append(
                exactly(
                    "RFC 8867, case 5.1: whole packets of 9,600 bits that pass in 100 s",
                    source: "40 + 50 + 12 + 20 Mbit",
                    12_708,
                    Double(passed)
                )
            )
        }
        return checks
    }

    private static func radios() -> [NetworkCheck] {
        var checks: [NetworkCheck] = []
        if let radio = WiFiContention(rate: .kilobitsPerSecond(52_000), retry: Probability(clamping: 0.4)) {
            var link = Link(LinkConfiguration(capacity: .contention(radio)))
            let count = 200_000
            var passages: [Passage] = []
            for index in 0..<count {
                let time = Timestamp.start + .milliseconds(20) * Int64(index)
                link.offer(LinkPacket(size: .full, ticket: index), at: time, into: &passages)
            }
            while let timeout = link.nextTimeout { link.advance(to: timeout, into: &passages) }
            var loss = 1.0
            for _ in 0..<radio.timings.triesMax { loss *= 0.4 }
            checks.append(
                .exact(
                    topic,
                    "Wi-Fi, each try fails with 0.4, \(radio.timings.triesMax) tries (remembered): residual loss",
                    source: "q^tries; network.md 3.4",
                    promised: loss,
                    measured: Double(count - passages.count { $0.fate.deliveredAt != nil }) / Double(count),
                    error: (loss * (1 - loss) / Double(count)).squareRoot()
                )
            )
        }
        return checks
    }
}
