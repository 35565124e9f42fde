import Testing

@testable import NetworkEmulation

@Suite("Metrics of a record of losses")
struct LossMetricsTests {
    /// Kept packets as numbers, lost ones between: `[3, 0, 2]` is three kept, a loss, a loss, two kept.
    private func record(_ kept: [Int]) -> [Bool] {
        var record: [Bool] = []
        for (index, count) in kept.enumerated() {
            if index > 0 { record.append(true) }
            record += [Bool](repeating: false, count: count)
        }
        return record
    }

    @Test("Sixteen kept packets end a burst and fifteen do not; a lone loss belongs to a gap (RFC 3611)")
    func burstsAndGaps() {
        let metrics = BurstGapMetrics(record([20, 15, 3, 16, 16, 0, 0, 30]))
        // Losses: a 15 b 3 c | 16 | d | 16 | e f g; the first burst takes 1+15+1+3+1 packets, the last 3.
        #expect(metrics.burstCount == 2)
        #expect(metrics.packetsInBursts == 21 + 3)
        #expect(metrics.lossesInBursts == 6)
        #expect(metrics.lossesInGaps == 1)
        #expect(metrics.gapCount == 3)
        #expect(metrics.packetsInGaps == 20 + (16 + 1 + 16) + 30)
        #expect(metrics.burstDensity == 6.0 / 24)
        #expect(metrics.gapDensity == 1.0 / 83)
        #expect(metrics.meanBurst == 12)
        #expect(metrics.meanGap == 83.0 / 3)
    }

    @Test("Every packet is in a burst or in a gap, whatever the record")
    func completeness() {
        for kept in [[0], [5], [0, 0], [0, 40, 0], [17, 1, 17, 16, 0], [0, 15, 16, 15, 0]] {
            let record = record(kept)
            let metrics = BurstGapMetrics(record)
            #expect(metrics.packetsInBursts + metrics.packetsInGaps == record.count)
            #expect(metrics.lossesInBursts + metrics.lossesInGaps == kept.count - 1)
        }
    }

    @Test("Loss distances and periods are those of RFC 3357")
    func patterns() {
        let patterns = LossPatterns(record([2, 0, 4, 1, 0, 0]))
        // Lost: 2, 3, 8, 10, 11.
        #expect(patterns.distances == [1, 5, 2, 1])
        #expect(patterns.periods == [2, 1, 2])
        #expect(patterns.interPeriodDistances == [5, 2])
        #expect(patterns.noticeableRate(within: 2) == 3.0 / 5)
        #expect(LossPatterns([false]).noticeableRate(within: 2) == nil)
    }

    @Test("The histogram of runs counts every run once")
    func histogram() {
        let tally = LossTally(record([0, 0, 1, 5, 0, 0, 0]))
        // Lost, lost, kept, lost, five kept, lost four times.
        #expect(tally.runs == [2, 1, 3])
        #expect(tally.runHistogram == [1, 1, 1])
        #expect(LossTally([]).lossRate == nil)
        #expect(LossTally([false]).burstRatio == nil)
    }
}
