import Units
import VirtualTime

/// What comes after the queue: disturbances, then propagation with jitter, in the order of departure unless the link
/// may reorder.
struct DelayLine: Sendable {
    /// When a packet comes out, or would.
    struct Release: Sendable {
        var time: Timestamp
        /// Whether it was lost on the way, which moves no other packet.
        var isLost: Bool
    }

    private var jitter: JitterProcess
    private var order: ReleaseOrder
    /// One or none: a link without them holds no room for them.
    private var disturbances: [DisturbanceProcess]
    /// When the latest packet had passed the disturbances, delay and jitter left out.
    private(set) var lastEntry = Timestamp(nanoseconds: .min)

    init(seed: UInt64, owner: UInt32, leg: Leg, configuration: LinkConfiguration) {
        jitter = JitterProcess(seed: seed, owner: owner, leg: leg)
        order = ReleaseOrder(allowsReordering: configuration.allowsReordering)
        disturbances =
            configuration.disturbances == .none
            ? []
            : [
                DisturbanceProcess(
                    configuration.disturbances,
                    allowsReordering: configuration.allowsReordering,
                    seed: seed,
                    owner: owner,
                    leg: leg
                )
            ]
    }

    /// What becomes of a packet whose last bit left the queue at `end`, not before the packet before.
    mutating func release(
        of size: DataSize,
        at end: Timestamp,
        delay: TimeDelta,
        jitter shape: Jitter?,
        rate: DataRate?
    ) -> Release {
        var release = Release(time: end, isLost: false)
        if !disturbances.isEmpty {
            release = disturbances[0].pass(size, at: end, rate: rate)
        }
        lastEntry = release.time
        let delay = delay + jitter.deviation(of: shape, at: end)
        release.time = order.release(
            size,
            at: release.time + max(delay, .zero),
            rate: rate,
            keepsSpacing: shape?.keepsSpacing ?? false
        )
        return release
    }

    /// Leaves out a packet that never came here, and its draws with it.
    mutating func passOver() {
        jitter.passOver()
        if !disturbances.isEmpty { disturbances[0].passOver() }
    }
}
