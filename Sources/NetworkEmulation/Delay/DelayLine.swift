import Units
import VirtualTime

/// What comes after the queue: propagation with jitter, in the order of departure unless the link may reorder.
struct DelayLine: Sendable {
    private var jitter: JitterProcess
    private var lastRelease = Timestamp(nanoseconds: .min)
    private let allowsReordering: Bool

    init(seed: UInt64, owner: UInt32, leg: Leg, allowsReordering: Bool) {
        jitter = JitterProcess(seed: seed, owner: owner, leg: leg)
        self.allowsReordering = allowsReordering
    }

    /// When a packet comes out whose last bit left the queue at `end`, not before the packet before.
    mutating func release(of end: Timestamp, under configuration: LinkConfiguration) -> Timestamp {
        let delay = configuration.delay + jitter.deviation(of: configuration.jitter, at: end)
        var release = end + max(delay, .zero)
        if !allowsReordering { release = max(release, lastRelease) }
        lastRelease = release
        return release
    }

    /// Leaves out a packet that never came here, and its draws with it.
    mutating func passOver() { jitter.passOver() }
}
