import Units

/// Decides when to probe: three and six times the start rate, then twice what was measured while that still grows, and
/// near the old rate after a drop that is over (libwebrtc, `probe_controller.cc`).
struct ProbeController: Sendable {
    private enum Phase {
        case initial
        case waiting
        case complete
    }

    private static let firstFactors = [3.0, 6.0]
    private static let furtherFactor = 2.0
    /// Of what the encoders can use from now on.
    private static let allocationFactors = [1.0, 2.0]
    /// A result above this share of the last probe is worth a further one.
    private static let furtherThreshold = 0.7
    private static let resultTimeout = TimeDelta.seconds(1)
    /// A fall below this share of the estimate is a large drop.
    private static let dropThreshold = 0.66
    private static let shareAfterDrop = 0.85
    /// How long ago the drop, and the end of the application's own limit, may lie.
    private static let dropTimeout = TimeDelta.seconds(5)
    private static let limitEndTimeout = TimeDelta.seconds(3)
    private static let dropProbeInterval = TimeDelta.seconds(5)
    /// A probe this close to the estimate would tell nothing.
    private static let uncertainty = 0.05

    private var phase = Phase.initial
    private var lastProbe: Timestamp?
    private var furtherAbove = Double.infinity
    private var nextIdentifier: Int32 = 0
    private var estimate = 0.0
    private var drop: (time: Timestamp, rateBefore: Double)?
    private var lastDropProbe: Timestamp?

    /// Starts the first probes; `limit` is the most that is worth probing, in bit/s.
    mutating func start(at rate: Double, limit: Double, now: Timestamp, into clusters: inout [ProbeCluster]) {
        guard phase == .initial else { return }
        estimate = rate
        lastDropProbe = now
        probe(Self.firstFactors.map { rate * $0 }, probesFurther: true, limit: limit, now: now, into: &clusters)
    }

    /// Takes a new estimate, and probes on where the last probe went through.
    ///
    /// - Parameter isLimited: whether delay, loss or a dead path holds the rate down, when probes would do harm.
    mutating func estimateChanged(
        to rate: Double,
        isLimited: Bool,
        limit: Double,
        now: Timestamp,
        into clusters: inout [ProbeCluster]
    ) {
        if rate < Self.dropThreshold * estimate { drop = (now, estimate) }
        estimate = rate
        guard phase == .waiting, rate > furtherAbove, !isLimited else { return }
        probe([rate * Self.furtherFactor], probesFurther: true, limit: limit, now: now, into: &clusters)
    }

    /// The bottleneck's queue has drained: probes once near the rate before a large drop, if the application asked for
    /// less than the estimate when the drop came, so that nothing else would find out.
    ///
    /// - Parameter limitEnded: when the application last stopped being the limit; `nil` while it is, or if it never was.
    mutating func recovered(
        isApplicationLimited: Bool,
        limitEnded: Timestamp?,
        isLimited: Bool,
        limit: Double,
        now: Timestamp,
        into clusters: inout [ProbeCluster]
    ) {
        let endedRecently = limitEnded.map { now - $0 < Self.limitEndTimeout } ?? false
        guard isApplicationLimited || endedRecently, phase == .complete, !isLimited, let drop else { return }
        let rate = Self.shareAfterDrop * drop.rateBefore
        let isDue = lastDropProbe.map { now - $0 > Self.dropProbeInterval } ?? true
        guard (1 - Self.uncertainty) * rate > estimate, now - drop.time < Self.dropTimeout, isDue else { return }
        lastDropProbe = now
        probe([rate], probesFurther: false, limit: limit, now: now, into: &clusters)
    }

    /// Probes for what the encoders can use from now on, where they left the estimate unused so that nothing else would
    /// find out.
    mutating func allocationChanged(
        to rate: Double,
        isApplicationLimited: Bool,
        isLimited: Bool,
        limit: Double,
        now: Timestamp,
        into clusters: inout [ProbeCluster]
    ) {
        guard phase == .complete, isApplicationLimited, !isLimited, estimate < min(rate, limit) else { return }
        probe(
            Self.allocationFactors.map { rate * $0 },
            probesFurther: false,
            limit: limit,
            now: now,
            into: &clusters
        )
    }

    mutating func advance(to now: Timestamp) {
        guard phase == .waiting, let lastProbe, now - lastProbe > Self.resultTimeout else { return }
        phase = .complete
        furtherAbove = .infinity
    }

    private mutating func probe(
        _ rates: [Double],
        probesFurther: Bool,
        limit: Double,
        now: Timestamp,
        into clusters: inout [ProbeCluster]
    ) {
        var probesFurther = probesFurther
        for rate in rates {
            if rate > limit { probesFurther = false }
            clusters.append(ProbeCluster(identifier: nextIdentifier, bitrate: min(rate, limit)))
            nextIdentifier += 1
        }
        lastProbe = now
        phase = probesFurther ? .waiting : .complete
        furtherAbove = probesFurther ? (rates.last ?? .infinity) * Self.furtherThreshold : .infinity
    }
}
