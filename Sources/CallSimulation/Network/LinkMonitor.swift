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
    /// Whether what is lost was carried before.
    private let losesBehindQueue: Bool
    /// In microseconds.
    private var waits = LogHistogram()
    private var offeredPackets = 0
    private var droppedPackets = 0
    private var carriedBytes: Int64 = 0
    private var firstOffer: Timestamp?
    private var last = Timestamp.start

    init(of plan: LinkPlan, keepsBins: Bool) {
        self.keepsBins = keepsBins
        losesBehindQueue = plan.configuration.lossPosition == .afterQueue && plan.configuration.netem == nil
    }

    mutating func offer(_ size: DataSize, at now: Timestamp) {
        if firstOffer == nil { firstOffer = now }
        last = now
        offeredPackets += 1
        change(now) { $0.offeredBytes += size.bytes }
    }

    /// Notes what became of a packet that was offered at a time; a link's own copies do not count.
    mutating func note(_ fate: Fate, of size: DataSize, offeredAt: Timestamp) {
        switch fate {
        case .delivered(_, let queueing):
            waits.add(queueing.nanoseconds / 1_000)
            let begun = offeredAt + queueing
            last = max(last, begun)
            carriedBytes += size.bytes
            change(begun) {
                $0.carriedBytes += size.bytes
                $0.longestWait = max($0.longestWait ?? .zero, queueing)
            }
        case .lost, .queueDropped, .outage, .corrupted, .policed:
            // How long it waited is not told.
            let wasCarried = fate == .corrupted || (fate == .lost && losesBehindQueue)
            droppedPackets += 1
            if wasCarried { carriedBytes += size.bytes }
            change(offeredAt) {
                $0.dropped += 1
                if wasCarried { $0.carriedBytes += size.bytes }
            }
        }
    }

    func metrics(of plan: LinkPlan) -> MetricValues {
        var metrics = self.metrics
        if let firstOffer, last > firstOffer, let bits = plan.capacity(from: firstOffer, to: last), bits > 0 {
            metrics["link.utilisation"] = min(Double(carriedBytes * 8) / bits, 1)
        }
        return metrics
    }

    /// What one direction's packets met in a cell, whose utilisation is that of its one medium, for both.
    func metrics(utilisation: Double?) -> MetricValues {
        var metrics = self.metrics
        if firstOffer != nil { metrics["link.utilisation"] = utilisation }
        return metrics
    }

    /// From the first offer of either direction to the end.
    static func span(of monitors: some Sequence<LinkMonitor>) -> (from: Timestamp, to: Timestamp)? {
        guard let first = monitors.compactMap(\.firstOffer).min(), let last = monitors.map(\.last).max() else {
            return nil
        }
        return last > first ? (first, last) : nil
    }

    private var metrics: MetricValues {
        var metrics = MetricValues()
        guard offeredPackets > 0 else { return metrics }
        metrics["link.wait_p95"] = waits.quantile(0.95).map { Double($0) / 1_000 }
        metrics["link.packet_drops"] = Double(droppedPackets) / Double(offeredPackets)
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
