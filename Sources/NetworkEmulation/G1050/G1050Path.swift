import Units
import VirtualTime

/// One direction of a G.1050 path at work.
///
/// A packet passes local network, access link, core, access link and local network; all but the core keep the order,
/// and the core does unless the link may reorder. A packet that is lost in one segment takes its draws in all others.
struct G1050Path: Sendable {
    private var firstLAN: G1050Segment
    private var firstAccess: G1050Segment
    private var core: G1050Core
    private var lastAccess: G1050Segment
    private var lastLAN: G1050Segment
    private let accessRate: DataRate
    private var lastEntry = Timestamp(nanoseconds: .min)

    init(_ path: G1050, allowsReordering: Bool, stream: (Cause) -> RandomStream) {
        let (lan, access, conditions) = (G1050SegmentLaw.lan(path), G1050SegmentLaw.access(path), path.conditions)
        // How far behind another a packet can come to the segments after the core.
        let reach = allowsReordering ? conditions.coreJitter + (conditions.routeFlap?.size ?? .zero) : .zero
        let farther =
            allowsReordering ? reach + TimeDelta(nanoseconds: Int64(access.delayMax.rounded(.up))) : .zero
        firstLAN = G1050Segment(lan, reach: .zero, random: stream(.g1050FirstLAN))
        firstAccess = G1050Segment(access, reach: .zero, random: stream(.g1050FirstAccess))
        core = G1050Core(
            conditions,
            core: path.core,
            allowsReordering: allowsReordering,
            random: stream(.g1050Core)
        )
        lastAccess = G1050Segment(access, reach: reach, random: stream(.g1050LastAccess))
        lastLAN = G1050Segment(lan, reach: farther, random: stream(.g1050LastLAN))
        accessRate = path.accessRate
    }

    /// What becomes of a packet that comes in at `time`, not before the one before.
    mutating func pass(_ size: DataSize, at time: Timestamp) -> DelayLine.Release {
        // Both access links' serialisation at once, so that the segments beyond depend on nothing but time.
        lastEntry = max(lastEntry, time + ReleaseOrder.serialisation(of: size, at: accessRate) * 2)
        var way = firstLAN.pass(lastEntry)
        func go(on next: DelayLine.Release) {
            way = DelayLine.Release(time: next.time, isLost: way.isLost || next.isLost)
        }
        go(on: firstAccess.pass(way.time))
        go(on: core.pass(way.time))
        go(on: lastAccess.pass(way.time))
        go(on: lastLAN.pass(way.time))
        return way
    }

    mutating func passOver() { core.passOver() }
}
