/// One RTP packet: its header, the payload descriptor of its codec, and the media behind it.
///
/// Transport reads only the header, the descriptor and the lengths, so that a call without media bytes gives the
/// same packets as one with them.
public struct RTPPacket: Hashable, Sendable {
    public var header: RTPHeader
    /// The original sequence number when this packet is a retransmission (RFC 4588, section 4).
    public var originalSequenceNumber: UInt16?
    /// The payload type of the one block inside, where the packet is RED (RFC 2198, section 3); its header takes a byte.
    public var redBlockType: UInt8?
    public var descriptor: PayloadDescriptor
    public var payload: Payload
    /// Padding bytes at the end, counted in `length` (RFC 3550, section 5.1).
    public var paddingLength: UInt8

    public init(
        header: RTPHeader,
        originalSequenceNumber: UInt16? = nil,
        redBlockType: UInt8? = nil,
        descriptor: PayloadDescriptor,
        payload: Payload,
        paddingLength: UInt8 = 0
    ) {
        self.header = header
        self.originalSequenceNumber = originalSequenceNumber
        self.redBlockType = redBlockType
        self.descriptor = descriptor
        self.payload = payload
        self.paddingLength = paddingLength
    }

    /// The bytes this packet takes as RTP, without SRTP, UDP and IP.
    @inlinable public var length: Int {
        header.length + (originalSequenceNumber == nil ? 0 : 2) + (redBlockType == nil ? 0 : 1)
            + descriptor.length + payload.length + Int(paddingLength)
    }
}

/// The media bytes of a packet or frame, or a description of them where nobody needs the bytes.
public enum Payload: Hashable, Sendable {
    case bytes([UInt8])
    case described(length: Int, frame: UInt32)

    @inlinable public var length: Int {
        switch self {
        case .bytes(let bytes): bytes.count
        case .described(let length, _): length
        }
    }
}
