public import Units

/// A packet as a link sees it.
public struct LinkPacket: Hashable, Sendable {
    /// All that takes its share of the rate, headers included.
    public var size: DataSize
    /// Whether it is RTP or RTCP, for a loss that spares all else.
    public var isMedia: Bool
    /// Whose it is, for queues that keep flows apart.
    public var flow: UInt32
    /// The caller's own number for it, told back with its fate.
    public var ticket: Int

    public init(size: DataSize, isMedia: Bool = true, flow: UInt32 = 0, ticket: Int = 0) {
        self.size = size
        self.isMedia = isMedia
        self.flow = flow
        self.ticket = ticket
    }
}

/// What became of one packet that was offered, or of a copy that the link made of it.
public struct Passage: Hashable, Sendable {
    public let ticket: Int
    public let fate: Fate
    public let isCopy: Bool

    public init(ticket: Int, fate: Fate, isCopy: Bool = false) {
        self.ticket = ticket
        self.fate = fate
        self.isCopy = isCopy
    }
}
