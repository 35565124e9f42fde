import Units
import VirtualTime

/// What a configuration says of the delay.
struct DelayTerms: Sendable {
    let delay: TimeDelta
    let jitter: Jitter?
    let rate: DataRate?
    /// By how much the exponent of the jitter's correlation grows each nanosecond; nothing where it remembers nothing.
    let decayPerNanosecond: Double
    /// The standard deviation in nanoseconds where the jitter is normal, else nothing: most is, and is then not copied.
    let normalSpread: Double
    let keepsSpacing: Bool

    init(_ configuration: LinkConfiguration) {
        delay = configuration.delay
        jitter = configuration.jitter
        rate = configuration.rate
        let memory = configuration.jitter?.memory ?? .zero
        if case .normal(let deviation, _) = configuration.jitter?.deviation {
            normalSpread = Double(deviation.nanoseconds)
        } else {
            normalSpread = 0
        }
        keepsSpacing = configuration.jitter?.keepsSpacing ?? false
        decayPerNanosecond = memory > .zero ? 1 / Double(memory.nanoseconds) : 0
    }
}

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
    @inline(__always)
    mutating func release(of size: DataSize, at end: Timestamp, under terms: borrowing DelayTerms) -> Release {
        var release = Release(time: end, isLost: false)
        if !disturbances.isEmpty {
            release = disturbances[0].pass(size, at: end, rate: terms.rate)
        }
        lastEntry = release.time
        let deviation =
            terms.normalSpread > 0
            ? jitter.deviation(ofNormal: terms.normalSpread, decay: terms.decayPerNanosecond, at: end)
            : jitter.deviation(of: terms.jitter, decay: terms.decayPerNanosecond, at: end)
        let delay = terms.delay + deviation
        release.time = order.release(
            size,
            at: release.time + max(delay, .zero),
            rate: terms.rate,
            keepsSpacing: terms.keepsSpacing
        )
        return release
    }

    /// Leaves out a packet that never came here, and its draws with it.
    mutating func passOver() {
        jitter.passOver()
        if !disturbances.isEmpty { disturbances[0].passOver() }
    }
}
