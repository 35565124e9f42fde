public import RTPWire
public import Units

/// A complete video frame whose references have all been decoded.
public struct ReceivedVideoFrame: Hashable, Sendable {
    /// The bytes of all its packets in order, or their total length.
    public var payload: Payload
    public var rtpTimestamp: UInt32
    /// The picture identifier without its wrap.
    public var pictureID: Int64
    public var isKeyFrame: Bool
    /// When it ought to be shown.
    public var renderTime: Timestamp
    /// When the first of its packets arrived.
    public var firstPacketTime: Timestamp
    /// When the last of its packets arrived.
    public var completeTime: Timestamp
    /// Whether any of its packets had to be asked for again.
    public var wasRetransmitted: Bool
    public var packetCount: Int
    /// The unwrapped sequence number of its last packet.
    var lastSequence: Int64
    /// How far back the pictures lie that it refers to.
    var referenceDistances: ReferenceDistances

    /// The identifiers it refers to.
    var references: some RandomAccessCollection<Int64> { referenceDistances.lazy.map { pictureID - Int64($0) } }
}
