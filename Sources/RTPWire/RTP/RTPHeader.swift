/// The fixed RTP header and the header extensions that Rehearsal sends (RFC 3550, section 5.1; RFC 8285).
public struct RTPHeader: Hashable, Sendable {
    public var marker: Bool
    public var payloadType: UInt8
    public var sequenceNumber: UInt16
    public var timestamp: UInt32
    public var ssrc: UInt32
    /// The transport-wide sequence number (draft-holmer-rmcat-transport-wide-cc-extensions-01, section 2).
    public var transportSequenceNumber: UInt16?
    /// When the packet left, in 2^-18 s, 24 bits (draft-alvestrand-rmcat-remb-03, section 3; `AbsoluteSendTime`).
    public var absoluteSendTime: UInt32?

    public init(
        marker: Bool,
        payloadType: UInt8,
        sequenceNumber: UInt16,
        timestamp: UInt32,
        ssrc: UInt32,
        transportSequenceNumber: UInt16? = nil,
        absoluteSendTime: UInt32? = nil
    ) {
        self.marker = marker
        self.payloadType = payloadType
        self.sequenceNumber = sequenceNumber
        self.timestamp = timestamp
        self.ssrc = ssrc
        self.transportSequenceNumber = transportSequenceNumber
        self.absoluteSendTime = absoluteSendTime
    }

    /// Whether a one-byte-header extension block follows the fixed header.
    public var hasExtension: Bool { transportSequenceNumber != nil || absoluteSendTime != nil }

    /// 12 bytes, and 8 more with an extension block of one element, 12 more with both.
    public var length: Int {
        guard absoluteSendTime != nil else { return transportSequenceNumber == nil ? 12 : 20 }
        return transportSequenceNumber == nil ? 20 : 24
    }
}
