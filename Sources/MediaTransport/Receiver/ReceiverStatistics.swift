/// Everything a receiver counted.
public struct ReceiverStatistics: Hashable, Sendable {
    public var audio = InboundAudioStatistics()
    public var video = InboundVideoStatistics()
    /// What really was lost, apart from what getStats would say.
    public var audioRepair = RepairStatistics()
    public var videoRepair = RepairStatistics()

    public init() {}
}

/// What the network lost of one stream, and what repair brought back.
public struct RepairStatistics: Hashable, Sendable {
    /// Packets that were sent, as far as their numbers tell: from the lowest seen to the highest.
    public var expected = 0
    /// Packets whose first transmission never came.
    public var lostBeforeRepair = 0
    /// Of these, the ones that came by retransmission, or as a copy, in time to be used.
    public var recoveredByRetransmission = 0
    public var recoveredByFEC = 0
    /// Packets whose first transmission came, but too late to be used.
    public var late = 0
    /// Packets that were neither used nor are waiting to be: lost for good, or late.
    public var residual = 0

    public init() {}
}
