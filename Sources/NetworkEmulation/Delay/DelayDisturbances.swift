/// What delays or takes packets now and then, besides a link's jitter and loss.
///
/// All but HARQ and the core of a G.1050 path come by time, from streams that no packet touches, so that all flows of
/// a link meet the same ones. A packet meets them in this order, after the queue and before delay and jitter.
public struct DelayDisturbances: Hashable, Sendable {
    public var handover: Handover?
    public var harq: HARQ?
    public var spikes: DelaySpikes?
    /// A path of five segments by ITU-T G.1050.
    public var g1050: G1050?
    public var routeChange: RouteChange?

    public static let none = DelayDisturbances()

    public init(
        handover: Handover? = nil,
        harq: HARQ? = nil,
        spikes: DelaySpikes? = nil,
        g1050: G1050? = nil,
        routeChange: RouteChange? = nil
    ) {
        self.handover = handover
        self.harq = harq
        self.spikes = spikes
        self.g1050 = g1050
        self.routeChange = routeChange
    }
}
