public import NetworkEmulation
public import Units

/// A link that several members of a partition use.
public struct SharedLinkPlan: Sendable {
    /// The number among all shared links of the scenario, from 0: the owner of its chance.
    public let number: Int
    public let name: String
    /// From the participants.
    public let up: LinkPlan
    /// To the participants.
    public let down: LinkPlan
}

/// The smallest set of calls, flows and traffic that share a link instant by instant, or one call by itself.
public struct PartitionPlan: Sendable {
    /// From 0, in the order of the lowest numbers of their calls, then of their flows.
    public let number: Int
    public let seed: UInt64
    /// The numbers of the calls in ascending order.
    public let calls: [Int]
    public let links: [SharedLinkPlan]
}
