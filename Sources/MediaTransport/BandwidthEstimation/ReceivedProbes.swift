import DequeModule
import Units

/// Finds probes among the first packets by their even spacing, and says at what rate the best of them came through
/// (libwebrtc, `remote_bitrate_estimator_abs_send_time.cc`).
struct ReceivedProbes: Sendable {
    private struct Probe {
        var sendTime: Timestamp
        var arrival: Timestamp
        var size: Int
    }

    /// Packets at one spacing; sums, not means.
    private struct Cluster {
        var sendSpan = TimeDelta.zero
        var arrivalSpan = TimeDelta.zero
        var size = 0
        var count = 0
        /// Packets at least a millisecond behind the one before, both sent and received.
        var spacedCount = 0

        /// Sent and received at the same rate, and not in one heap, so that the path was not the limit.
        var isClean: Bool {
            let delay = (arrivalSpan - sendSpan) / Int64(count)
            return spacedCount > count / 2 && delay <= .milliseconds(2) && delay >= -.milliseconds(5)
        }

        /// In bit/s.
        var bitrate: Double { Double(size * 8) / max(sendSpan, arrivalSpan).seconds }
    }

    /// How long probes are looked for once there is an estimate.
    private static let duration = TimeDelta.seconds(2)
    /// Smaller packets are not taken to be paced.
    private static let sizeMin = 200
    private static let clusterCountMin = 4
    private static let probeCountMax = 15
    private static let expectedClusterCount = 3
    private static let spacing = TimeDelta.milliseconds(1)
    private static let tolerance = TimeDelta.microseconds(2_500)

    private var first: Timestamp?
    private var probes: Deque<Probe> = []

    /// Takes a packet; the rate of a probe where it is better than the estimate.
    mutating func receive(size: Int, sendTime: Timestamp, at now: Timestamp, estimate: DataRate?) -> Double? {
        let first = self.first ?? now
        self.first = first
        guard size > Self.sizeMin, estimate == nil || now - first < Self.duration else { return nil }
        probes.append(Probe(sendTime: sendTime, arrival: now, size: size))
        let clusters = clusters()
        guard !clusters.isEmpty else {
            if probes.count >= Self.probeCountMax { probes.removeFirst() }
            return nil
        }
        let best = clusters.prefix { $0.isClean }.map(\.bitrate).max()
        if let best, best > Double(estimate?.bitsPerSecond ?? 0) { return best }
        if clusters.count >= Self.expectedClusterCount { probes.removeAll() }
        return nil
    }

    private func clusters() -> [Cluster] {
        var clusters: [Cluster] = []
        var current = Cluster()
        func close() {
            guard current.count >= Self.clusterCountMin, current.sendSpan > .zero, current.arrivalSpan > .zero else {
                return
            }
            clusters.append(current)
        }
        for (before, probe) in zip(probes, probes.dropFirst()) {
            let (sent, received) = (probe.sendTime - before.sendTime, probe.arrival - before.arrival)
            if current.count > 0 {
                let deviation = sent - current.sendSpan / Int64(current.count)
                if deviation >= Self.tolerance || deviation <= -Self.tolerance {
                    close()
                    current = Cluster()
                }
            }
            if sent >= Self.spacing, received >= Self.spacing { current.spacedCount += 1 }
            current.sendSpan += sent
            current.arrivalSpan += received
            current.size += probe.size
            current.count += 1
        }
        close()
        return clusters
    }
}
