public import Results

/// What the members of a partition leave behind.
public struct PartitionResult: Sendable {
    /// In the order of their numbers.
    public let calls: [CallResult]
    public let flows: [FlowRecord]
    public let links: [LinkRecord]
    public let relays: [RelayRecord]
}
