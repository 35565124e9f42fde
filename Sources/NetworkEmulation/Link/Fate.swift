public import Units

/// What becomes of a packet that is offered to a link.
public enum Fate: Hashable, Sendable {
    /// It comes out at a time; `queueing` is how long it waited before its first bit was sent.
    case delivered(at: Timestamp, queueing: TimeDelta)
    /// The loss model took it.
    case lost
    /// The queue was full.
    case queueDropped
    /// The link was out when it was offered or in service.
    case outage
    /// Its bits were changed on the way, and whoever checks sums discards it.
    case corrupted
    /// A policer found it beyond its rate.
    case policed
}

/// How many packets, and bytes, a link was offered and what became of them.
public struct LinkCounters: Hashable, Sendable {
    /// A number of packets and their size.
    public struct Tally: Hashable, Sendable {
        public private(set) var packets = 0
        public private(set) var size = DataSize.zero

        mutating func add(_ size: DataSize) {
            packets += 1
            self.size += size
        }
    }

    public private(set) var offered = Tally()
    public private(set) var delivered = Tally()
    public private(set) var lost = Tally()
    public private(set) var queueDropped = Tally()
    public private(set) var outage = Tally()
    public private(set) var corrupted = Tally()
    public private(set) var policed = Tally()
    /// Copies that the link made, whatever became of them.
    public private(set) var copied = Tally()

    /// Packets that wait and whose fate is not known yet.
    public private(set) var waitingPackets = 0

    mutating func offer(_ size: DataSize) {
        offered.add(size)
        waitingPackets += 1
    }

    mutating func copy(_ size: DataSize) {
        copied.add(size)
        waitingPackets += 1
    }

    mutating func count(_ fate: Fate, of size: DataSize) {
        switch fate {
        case .delivered: delivered.add(size)
        case .lost: lost.add(size)
        case .queueDropped: queueDropped.add(size)
        case .outage: outage.add(size)
        case .corrupted: corrupted.add(size)
        case .policed: policed.add(size)
        }
        waitingPackets -= 1
        precondition(waitingPackets >= 0, "a link made a packet")
    }
}
