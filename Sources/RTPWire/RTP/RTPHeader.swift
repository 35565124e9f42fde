/// The fixed RTP header and the header extensions that Rehearsal sends (RFC 3550, section 5.1; RFC 8285).
public struct RTPHeader: Hashable, Sendable {
    public var marker: Bool
    public var payloadType: UInt8
    public var sequenceNumber: UInt16
    public var timestamp: UInt32
    public var ssrc: UInt32
    /// The transport-wide sequence number (draft-holmer-rmcat-transport-wide-cc-extensions-01, section 2).
    public var transportSequenceNumber: UInt16?

    public init(
        marker: Bool,
        payloadType: UInt8,
        sequenceNumber: UInt16,
        timestamp: UInt32,
        ssrc: UInt32,
        transportSequenceNumber: UInt16? = nil
    ) {
        self.marker = marker
        self.payloadType = payloadType
        self.sequenceNumber = sequenceNumber
        self.timestamp = timestamp
        self.ssrc = ssrc
        self.transportSequenceNumber = transportSequenceNumber
    }

    /// 12 bytes, and 8 more where a one-byte-header extension carries the transport-wide sequence number.
    @inlinable public var length: Int { transportSequenceNumber == nil ? 12 : 20 }
}
