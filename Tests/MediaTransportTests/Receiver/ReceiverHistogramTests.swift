import Testing

@testable import MediaTransport

@Suite("Forgetting histogram")
struct ReceiverHistogramTests {
    private func histogram() -> ForgettingHistogram {
        ForgettingHistogram(bucketCount: 100, steadyForgetFactor: 32_211, startForgetWeight: 2)
    }

    @Test("A fresh histogram holds one half, one quarter and so on, in all exactly one")
    func resetDistribution() {
        let buckets = histogram().buckets
        #expect(buckets[0] == 8_193 << 16)
        #expect(buckets[1] == 4_096 << 16)
        #expect(buckets[13] == 1 << 16)
        #expect(buckets[14] == 0)
        #expect(buckets.reduce(0, +) == 1 << 30)
    }

    @Test("The first two values each replace everything before them; the third weighs two thirds")
    func firstAdds() {
        var histogram = histogram()
        histogram.add(4)
        #expect(histogram.buckets[4] == 1 << 30)
        histogram.add(1)
        #expect(histogram.buckets[1] == 1 << 30)
        #expect(histogram.forgetFactor == 10_922)  // 32768 / 3, cut off
        histogram.add(0)
        #expect(histogram.buckets[0] == 21_846 << 15)
        #expect(histogram.buckets[1] == 10_922 << 15)
        #expect(histogram.forgetFactor == 16_384)
    }

    @Test("The forgetting factor reaches its steady value with the 117th value")
    func steadyFactor() {
        var histogram = histogram()
        for _ in 0..<116 { histogram.add(0) }
        #expect(histogram.forgetFactor == 32_207)  // 32768 (1 - 2 / 117)
        histogram.add(0)
        #expect(histogram.forgetFactor == 32_211)
    }

    @Test("The probabilities always add up to exactly one")
    func sumIsInvariant() {
        var histogram = histogram()
        for value in 0..<3_000 {
            histogram.add(value &* 7_919 % 100)
            #expect(histogram.buckets.reduce(0, +) == 1 << 30)
        }
    }
}

@Suite("Audio delay target")
struct ReceiverTargetDelayTests {
    @Test("A step to 105 ms raises the target to 120 ms with the third half second")
    func stepUp() {
        // Tail after k adds is 1 - 0.983^k: 1.7 %, 3.4 %, 5.01 %; the limit is 5 %.
        var optimizer = UnderrunOptimizer()
        for _ in 0..<200 { optimizer.add(0) }
        #expect(optimizer.optimalDelayMilliseconds == 20)
        optimizer.add(105)
        optimizer.add(105)
        #expect(optimizer.optimalDelayMilliseconds == 20)
        optimizer.add(105)
        #expect(optimizer.optimalDelayMilliseconds == 120)
    }

    @Test("After long jitter the target takes about 175 half seconds to fall back")
    func fallBack() {
        // ln 0.05 / ln (32211 / 32768) = 174.7; one add either way for the rounding residue.
        var optimizer = UnderrunOptimizer()
        for _ in 0..<1_000 { optimizer.add(105) }
        var count = 0
        while optimizer.optimalDelayMilliseconds == 120, count < 1_000 {
            optimizer.add(0)
            count += 1
        }
        #expect((174...176).contains(count))
        #expect(optimizer.optimalDelayMilliseconds == 20)
    }

    @Test(
        "Isolated spikes keep the target up when they come every 7.5 s and do nothing every 12.5 s",
        arguments: [(15, true), (25, false)]
    )
    func spikes(period: Int, keepsUp: Bool) {
        var optimizer = UnderrunOptimizer()
        for index in 0..<1_000 { optimizer.add(index % period == 0 ? 105 : 0) }
        var targets: Set<Int> = []
        for index in 1_000..<2_000 {
            optimizer.add(index % period == 0 ? 105 : 0)
            targets.insert(optimizer.optimalDelayMilliseconds ?? 0)
        }
        #expect(targets == [keepsUp ? 120 : 20])
    }

    @Test("The target is 80 ms before the first half second is over")
    func startTarget() {
        var manager = TargetDelay(packetCountMax: 200)
        #expect(manager.targetMilliseconds == 80)
        for time in stride(from: Int64(0), through: 500, by: 20) {
            manager.update(relativeDelayMilliseconds: 0, isReordered: false, atMilliseconds: time)
            #expect(manager.targetMilliseconds == 80)
        }
        manager.update(relativeDelayMilliseconds: 0, isReordered: false, atMilliseconds: 520)
        #expect(manager.targetMilliseconds == 20)
    }

    @Test("Late packets buy delay: two per cent at 60 ms are worth waiting for, a tenth of one per cent is not")
    func reordering() {
        for (period, expected) in [(50, 80), (1_000, 20)] {
            var manager = TargetDelay(packetCountMax: 200)
            for index in 0..<10_000 {
                let isLate = index % period == period - 1
                manager.update(
                    relativeDelayMilliseconds: isLate ? 60 : 0,
                    isReordered: isLate,
                    atMilliseconds: Int64(index) * 20
                )
            }
            #expect(manager.targetMilliseconds == expected)
        }
    }

    @Test("The bounds hold, and the target never exceeds three quarters of a full buffer")
    func bounds() {
        var manager = TargetDelay(packetCountMax: 200)
        manager.minimumMilliseconds = 150
        #expect(manager.targetMilliseconds == 150)
        manager.maximumMilliseconds = 100
        #expect(manager.targetMilliseconds == 100)
        manager.maximumMilliseconds = 0
        manager.minimumMilliseconds = 9_000
        manager.packetMilliseconds = 20
        #expect(manager.targetMilliseconds == 3_000)
    }
}

@Suite("Packet arrival history")
struct ReceiverArrivalHistoryTests {
    @Test("Delay is counted from the fastest packet of the last two seconds")
    func relativeDelay() {
        var history = PacketArrivalHistory()
        // Packets of 20 ms; the third comes 30 ms late, the fourth in time.
        let arrivals: [Int64] = [100, 120, 170, 160]
        for (index, time) in arrivals.enumerated() {
            let isInserted = history.insert(timestamp: Int64(index) * 960, sampleCount: 960, atMilliseconds: time)
            #expect(isInserted)
        }
        #expect(history.delayMilliseconds(of: 2 * 960, atMilliseconds: 170) == 30)
        #expect(history.delayMaxMilliseconds == 30)
        #expect(history.delayMilliseconds(of: 0, atMilliseconds: 180) == 80)
    }

    @Test("A duplicate and a packet older than the window tell nothing")
    func rejected() {
        var history = PacketArrivalHistory()
        let results = [(200_000, 0), (200_000, 10), (200_000 - 96_001, 10), (200_000 - 960, 10)].map {
            history.insert(timestamp: Int64($0.0), sampleCount: 960, atMilliseconds: Int64($0.1))
        }
        #expect(results == [true, false, false, true])
        #expect(!history.isNewest(200_000 - 960))
        #expect(history.delayMaxMilliseconds == 0)
    }

    @Test("The fastest packet is forgotten after two seconds of media")
    func window() {
        var history = PacketArrivalHistory()
        for index in 0..<300 {
            // The first packet is 50 ms faster than all the others.
            let time = Int64(index) * 20 + (index == 0 ? 0 : 50)
            _ = history.insert(timestamp: Int64(index) * 960, sampleCount: 960, atMilliseconds: time)
            #expect(history.delayMaxMilliseconds == (index == 0 || index > 100 ? 0 : 50))
        }
        #expect(history.count == 101)
    }
}
