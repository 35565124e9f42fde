import Units

/// What the sender remembers of a packet until feedback tells its fate.
struct SentPacket: Hashable, Sendable {
    /// The transport-wide sequence number without wrap.
    var sequenceNumber: Int64
    var sendTime: Timestamp
    /// Bytes with SRTP, UDP and IP.
    var size: Int
    /// The probe that the packet belongs to, or -1.
    var probeCluster: Int32
}

/// A packet's fate as one feedback message tells it.
struct PacketResult: Hashable, Sendable {
    var sent: SentPacket
    /// In the sender's time, but with an unknown constant offset: the receiver's clock is another.
    ///
    /// `nil` when lost.
    var receiveTime: Timestamp?
}
