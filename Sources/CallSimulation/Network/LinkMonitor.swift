import NetworkEmulation
import Results
import Statistics
import Units

/// What one direction of a shared link carried, whole and, where asked for, in bins of 200 ms.
struct LinkMonitor {
    private struct Bin {
        var offeredBytes: Int64 = 0
        var carriedBytes: Int64 = 0
        var dropped = 0
        /// The longest wait of a packet whose service began in the bin.
        var longestWait: TimeDelta?
    }

    private var bins: [Bin] = []
    private let keepsBins: Bool
    /// In microseconds.
    private var waits = LogHistogram()
    private var firstOffer: Timestamp?
    private var last = Timestamp.start

    init(keepsBins: Bool) { self.keepsBins = keepsBins }

    mutating func offer(_ size: DataSize, at now: Timestamp) {
        if firstOffer == nil { firstOffer = now }
        last = now
        change(now) { $0.offeredBytes += size.bytes }
    }

    /// Notes what became of a packet that was offered at a time.
    mutating func note(_ fate: Fate, of size: DataSize, offeredAt: Timestamp) {
        switch fate {
        case .delivered(_, let queueing):
            waits.add(queueing.nanoseconds / 1_000)
            let begun = offeredAt + queueing
            last = max(last, begun)
            change(begun) {
                $0.carriedBytes += size.bytes
                $0.longestWait = max($0.longestWait ?? .zero, queueing)
            }
        case .lost, .queueDropped, .outage, .corrupted, .policed:
            change(offeredAt) { $0.dropped += 1 }
        }
    }

    func metrics(of plan: LinkPlan, _ counters: LinkCounters) -> MetricValues {
        guard let firstOffer, counters.offered.packets > 0 else { return MetricValues() }
        var metrics = metrics(counters)
        if last > firstOffer, let bits = plan.capacity(from: firstOffer, to: last), bits > 0 {
            metrics["link.utilisation"] = min(Double(counters.delivered.size.bytes * 8) / bits, 1)
        }
        return metrics
    }

    /// What one direction's packets met in a cell; its utilisation is their air time's share of all time.
    func metrics(of cell: WiFiCell, isUp: Bool) -> MetricValues {
        let counters = isUp ? cell.up : cell.down
        guard let firstOffer, counters.offered.packets > 0 else { return MetricValues() }
        var metrics = metrics(counters)
        let airtime = isUp ? cell.usage.airtimeUp : cell.usage.airtimeDown
        if last > firstOffer { metrics["link.utilisation"] = min(airtime.seconds / (last - firstOffer).seconds, 1) }
        return metrics
    }

    private func metrics(_ counters: LinkCounters) -> MetricValues {
        var metrics = MetricValues()
        metrics["link.wait_p95"] = waits.quantile(0.95).map { Double($0) / 1_000 }
        let passed = counters.delivered.packets + counters.waitingPackets
        metrics["link.packet_drops"] = 1 - Double(passed) / Double(counters.offered.packets)
        return metrics
    }

    func series(of plan: LinkPlan) -> [RecordedSeries] {
        guard keepsBins else { return [] }
        let width = RecordedSeries.interval
        let capacities = bins.indices.map { index -> Double? in
            let start = Timestamp.start + width * Int64(index)
            return plan.capacity(from: start, to: start + width).map { $0 / width.seconds }
        }
        return [
            RecordedSeries(key: "offered_bit_s", values: bins.map { Double($0.offeredBytes * 8) / width.seconds }),
            RecordedSeries(key: "carried_bit_s", values: bins.map { Double($0.carriedBytes * 8) / width.seconds }),
            RecordedSeries(key: "capacity_bit_s", values: capacities),
            RecordedSeries(key: "longest_wait_ms", values: bins.map { $0.longestWait?.milliseconds }),
            RecordedSeries(key: "dropped_packets", values: bins.map { Double($0.dropped) }),
        ]
    }

    private mutating func change(_ time: Timestamp, _ edit: (inout Bin) -> Void) {
        guard keepsBins else { return }
        let index = Int((time - .start).nanoseconds / RecordedSeries.interval.nanoseconds)
        if index >= bins.count { bins += Array(repeating: Bin(), count: index + 1 - bins.count) }
        edit(&bins[index])
    }
}
