import Units
import VirtualTime

/// A link's disturbances at work.
struct DisturbanceProcess: Sendable {
    private var handover: HandoverProcess?
    private var harq: HARQProcess?
    private var spikes: SpikeTimeline?
    private var g1050: G1050Path?
    private var route: RouteTimeline?

    init(_ disturbances: DelayDisturbances, allowsReordering: Bool, seed: UInt64, owner: UInt32, leg: Leg) {
        func stream(_ cause: Cause) -> RandomStream {
            RandomStream(seed: seed, owner: owner, cause: cause, leg: leg)
        }
        handover = disturbances.handover.map { HandoverProcess($0, random: stream(.handover)) }
        harq = disturbances.harq.map { HARQProcess($0, random: stream(.harq)) }
        spikes = disturbances.spikes.map { SpikeTimeline($0, random: stream(.delaySpikes)) }
        g1050 = disturbances.g1050.map { G1050Path($0, allowsReordering: allowsReordering, stream: stream) }
        route = disturbances.routeChange.map { RouteTimeline($0, random: stream(.routeChange)) }
    }

    /// What becomes of a packet whose last bit left the queue at `end`, not before the packet before.
    mutating func pass(_ size: DataSize, at end: Timestamp, rate: DataRate?) -> DelayLine.Release {
        // A packet lost in a handover takes no part in the rest, but for its draws.
        let held =
            handover?.pass(size, at: end, rate: rate) ?? DelayLine.Release(time: end, isLost: false)
        if held.isLost {
            passOver()
            return held
        }
        var release = held
        if let time = harq?.pass(release.time) { release.time = time }
        if let time = spikes?.pass(release.time) { release.time = time }
        if let way = g1050?.pass(size, at: release.time) { release = way }
        if let extra = route?.extra(at: end) { release.time += extra }
        return release
    }

    /// Leaves out a packet that never came here, and its draws with it.
    mutating func passOver() {
        harq?.passOver()
        g1050?.passOver()
    }
}
