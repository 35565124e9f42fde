import Results
import Statistics
import Units

/// What one direction of a flow sent and what arrived of it, whole and in bins of 200 ms.
struct FlowObservations {
    private struct Bin {
        var sentBytes: Int64 = 0
        var receivedBytes: Int64 = 0
        var lost = 0
        var delaySum = TimeDelta.zero
        var received: Int64 = 0
        var target: DataRate?
    }

    private let start: Timestamp
    private let stop: Timestamp
    private var bins: [Bin] = []
    /// One-way delays: their sum in milliseconds, and by microseconds.
    private var delaySum = CompensatedSum()
    private var delays = LogHistogram()
    private var frameDelays = LogHistogram()
    private var sentCount = 0
    /// Of those sent, copies of the network's left out.
    private var arrivedCount = 0
    /// Until the stop.
    private var receivedBytes: Int64 = 0
    /// Bytes of reports that went the other way.
    var feedbackBytes: Int64 = 0

    init(start: Timestamp, stop: Timestamp) {
        self.start = start
        self.stop = stop
    }

    mutating func send(_ size: DataSize, at now: Timestamp) {
        sentCount += 1
        change(now) { $0.sentBytes += size.bytes }
    }

    mutating func receive(_ size: DataSize, sentAt: Timestamp, isCopy: Bool, at now: Timestamp) {
        if !isCopy { arrivedCount += 1 }
        if now <= stop { receivedBytes += size.bytes }
        delaySum.add((now - sentAt).milliseconds)
        delays.add((now - sentAt).nanoseconds / 1_000)
        change(now) {
            $0.receivedBytes += size.bytes
            $0.received += 1
            $0.delaySum += now - sentAt
        }
    }

    mutating func lose(sentAt: Timestamp) { change(sentAt) { $0.lost += 1 } }

    mutating func complete(frameCapturedAt time: Timestamp, at now: Timestamp) {
        frameDelays.add((now - time).nanoseconds / 1_000)
    }

    mutating func aim(at rate: DataRate, at now: Timestamp) { change(now) { $0.target = rate } }

    var metrics: MetricValues {
        var metrics = MetricValues()
        let seconds = (stop - start).seconds
        metrics["flow.rate"] = Double(receivedBytes * 8) / seconds
        if sentCount > 0 { metrics["flow.packet_loss"] = Double(sentCount - arrivedCount) / Double(sentCount) }
        if delays.count > 0 { metrics["flow.delay"] = delaySum.value / Double(delays.count) }
        metrics["flow.delay_p95"] = Self.percentile95(delays)
        metrics["flow.frame_delay_p95"] = Self.percentile95(frameDelays)
        metrics["flow.rate_variation"] = rateVariation
        if feedbackBytes > 0 { metrics["flow.feedback_rate"] = Double(feedbackBytes * 8) / seconds }
        return metrics
    }

    var series: [RecordedSeries] {
        let seconds = RecordedSeries.interval.seconds
        var target: DataRate?
        let targets = bins.map { bin -> Double? in
            target = bin.target ?? target
            return target.map { Double($0.bitsPerSecond) }
        }
        var series = [
            RecordedSeries(key: "sent_bit_s", values: bins.map { Double($0.sentBytes * 8) / seconds }),
            RecordedSeries(key: "received_bit_s", values: bins.map { Double($0.receivedBytes * 8) / seconds }),
            RecordedSeries(key: "lost_packets", values: bins.map { Double($0.lost) }),
            RecordedSeries(
                key: "delay_ms",
                values: bins.map { $0.received > 0 ? $0.delaySum.milliseconds / Double($0.received) : nil }
            ),
        ]
        if target != nil { series.append(RecordedSeries(key: "target_bit_s", values: targets)) }
        return series
    }

    /// The coefficient of variation of what arrived in the whole bins between start and stop.
    private var rateVariation: Double? {
        let width = RecordedSeries.interval.nanoseconds
        let first = Int(((start - .start).nanoseconds + width - 1) / width)
        let last = Int((stop - .start).nanoseconds / width)
        let rates = (first..<max(first, last)).map { $0 < bins.count ? Double(bins[$0].receivedBytes) : 0 }
        guard rates.count > 1, let mean = Self.mean(rates), mean > 0 else { return nil }
        let variance = CompensatedSum(rates.map { ($0 - mean) * ($0 - mean) }).value / Double(rates.count - 1)
        return variance.squareRoot() / mean
    }

    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : CompensatedSum(values).value / Double(values.count)
    }

    private static func percentile95(_ microseconds: LogHistogram) -> Double? {
        microseconds.quantile(0.95).map { Double($0) / 1_000 }
    }

    private mutating func change(_ time: Timestamp, _ edit: (inout Bin) -> Void) {
        let index = Int((time - .start).nanoseconds / RecordedSeries.interval.nanoseconds)
        if index >= bins.count { bins += Array(repeating: Bin(), count: index + 1 - bins.count) }
        edit(&bins[index])
    }
}
