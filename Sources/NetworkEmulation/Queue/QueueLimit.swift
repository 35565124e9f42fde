public import Units

/// When a link's queue is full and drops what arrives (drop-tail).
public enum QueueLimit: Hashable, Sendable {
    /// A packet is dropped when the backlog before it would take longer than this at the rate of the moment.
    ///
    /// While the rate is zero, the last rate that was not counts.
    case time(TimeDelta)
    /// A packet is dropped when the bits still to be sent, those of a packet in service included, and its own exceed this.
    case size(DataSize)
    /// A packet is dropped when as many packets wait or are in service.
    case packets(Int)
}
