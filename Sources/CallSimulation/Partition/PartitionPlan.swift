public import NetworkEmulation

/// A link that several members of a partition use.
public struct SharedLinkPlan: Sendable {
    /// The number among all shared links of the scenario, from 0: the owner of its chance.
    public let number: Int
    public let name: String
    /// From the participants.
    public let up: LinkPlan
    /// To the participants.
    public let down: LinkPlan
    /// The Wi-Fi cell that stands instead of them; its stations are the partition's members, each with two places.
    public let cell: WiFiCellConfiguration?
}

/// A server that several members of a partition use.
public struct StationPlan: Sendable {
    /// Stations own the chance behind that of shared links.
    static let firstOwner: UInt32 = 1 << 20

    /// The number among all servers of the scenario, from 0.
    public let number: Int
    public let name: String
    public let configuration: ServerConfiguration
}

/// The smallest set of calls and flows that share a link instant by instant, or one by itself.
public struct PartitionPlan: Sendable {
    /// From 0, in the order of the lowest numbers of their calls, then of their flows.
    public let number: Int
    public let seed: UInt64
    /// The numbers of the calls in ascending order.
    public let calls: [Int]
    public let flows: [FlowPlan]
    public let links: [SharedLinkPlan]
    public let stations: [StationPlan]
}
