/// What delays or takes packets now and then, besides a link's jitter and loss.
///
/// All but HARQ and the core of a G.1050 path come by time, from streams that no packet touches, so that all flows of
/// a link meet the same ones. A packet meets them in this order, after the queue and before delay and jitter.
public struct DelayDisturbances: Hashable, Sendable {
    private struct Kinds: Hashable, Sendable {
        var handover: Handover?
        var harq: HARQ?
        var spikes: DelaySpikes?
        var g1050: G1050?
        var routeChange: RouteChange?
    }

    public static let none = DelayDisturbances()

    /// One or nothing, so that links without disturbances hold no room for them.
    private var kinds: [Kinds] = []

    public init(
        handover: Handover? = nil,
        harq: HARQ? = nil,
        spikes: DelaySpikes? = nil,
        g1050: G1050? = nil,
        routeChange: RouteChange? = nil
    ) {
        change {
            $0 = Kinds(handover: handover, harq: harq, spikes: spikes, g1050: g1050, routeChange: routeChange)
        }
    }

    public var handover: Handover? {
        get { kinds.first?.handover }
        set { change { $0.handover = newValue } }
    }

    public var harq: HARQ? {
        get { kinds.first?.harq }
        set { change { $0.harq = newValue } }
    }

    public var spikes: DelaySpikes? {
        get { kinds.first?.spikes }
        set { change { $0.spikes = newValue } }
    }

    /// A path of five segments by ITU-T G.1050.
    public var g1050: G1050? {
        get { kinds.first?.g1050 }
        set { change { $0.g1050 = newValue } }
    }

    public var routeChange: RouteChange? {
        get { kinds.first?.routeChange }
        set { change { $0.routeChange = newValue } }
    }

    private mutating func change(_ edit: (inout Kinds) -> Void) {
        var new = kinds.first ?? Kinds()
        edit(&new)
        kinds = new == Kinds() ? [] : [new]
    }
}
