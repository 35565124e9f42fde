import Units

/// Decides when to probe: three and six times the start rate, then twice what was measured while that still grows
/// (libwebrtc, `probe_controller.cc`).
struct ProbeController: Sendable {
    private enum Phase {
        case initial
        case waiting
        case complete
    }

    private static let firstFactors = [3.0, 6.0]
    private static let furtherFactor = 2.0
    /// A result above this share of the last probe is worth a further one.
    private static let furtherThreshold = 0.7
    private static let resultTimeout = TimeDelta.seconds(1)

    private var phase = Phase.initial
    private var lastProbe: Timestamp?
    private var furtherAbove = Double.infinity
    private var nextIdentifier: Int32 = 0

    /// Starts the first probes; `limit` is the most that is worth probing, in bit/s.
    mutating func start(at rate: Double, limit: Double, now: Timestamp, into clusters: inout [ProbeCluster]) {
        guard phase == .initial, limit > rate else { return }
        for factor in Self.firstFactors where phase != .complete {
            probe(rate * factor, limit: limit, now: now, into: &clusters)
        }
    }

    /// Takes a new estimate, and probes on where the last probe went through.
    mutating func estimateChanged(
        to estimate: Double,
        isLimited: Bool,
        limit: Double,
        now: Timestamp,
        into clusters: inout [ProbeCluster]
    ) {
        guard phase == .waiting, estimate > furtherAbove, !isLimited else { return }
        probe(estimate * Self.furtherFactor, limit: limit, now: now, into: &clusters)
    }

    mutating func advance(to now: Timestamp) {
        guard phase == .waiting, let lastProbe, now - lastProbe > Self.resultTimeout else { return }
        phase = .complete
        furtherAbove = .infinity
    }

    private mutating func probe(
        _ rate: Double,
        limit: Double,
        now: Timestamp,
        into clusters: inout [ProbeCluster]
    ) {
        clusters.append(ProbeCluster(identifier: nextIdentifier, bitrate: min(rate, limit)))
        nextIdentifier += 1
        lastProbe = now
        phase = rate >= limit ? .complete : .waiting
        furtherAbove = rate >= limit ? .infinity : rate * Self.furtherThreshold
    }
}
