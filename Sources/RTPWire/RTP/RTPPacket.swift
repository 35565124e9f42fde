/// One RTP packet: its header, the payload descriptor of its codec, and the media behind it.
///
/// Transport reads only the header, the descriptor and the lengths, so that a call without media bytes gives the
/// same packets as one with them.
///
/// A packet waits in several places at once. What a call without media bytes needs lies in place, so that no memory is
/// taken for a packet and a copy is six words; bytes and the long descriptors lie behind a reference.
public struct RTPPacket: Hashable, Sendable {
    public var header: RTPHeader
    /// From the lowest bits up: an original sequence number (16) and whether there is one (1), a block type (8) and
    /// whether there is one (1), and the length of padding (8).
    @usableFromInline var marks: UInt64
    @usableFromInline var body: PacketBody

    @inlinable public init(
        header: RTPHeader,
        originalSequenceNumber: UInt16? = nil,
        redBlockType: UInt8? = nil,
        descriptor: PayloadDescriptor,
        payload: Payload,
        paddingLength: UInt8 = 0
    ) {
        self.header = header
        marks = 0
        body = PacketBody(descriptor, payload)
        self.originalSequenceNumber = originalSequenceNumber
        self.redBlockType = redBlockType
        self.paddingLength = paddingLength
    }

    /// The original sequence number when this packet is a retransmission (RFC 4588, section 4).
    @inlinable public var originalSequenceNumber: UInt16? {
        get { marks & 0x1_0000 == 0 ? nil : UInt16(truncatingIfNeeded: marks) }
        set { marks = marks & ~0x1_FFFF | (newValue.map { 0x1_0000 | UInt64($0) } ?? 0) }
    }

    /// The payload type of the one block inside, where the packet is RED (RFC 2198, section 3); its header takes a byte.
    @inlinable public var redBlockType: UInt8? {
        get { marks & 0x200_0000 == 0 ? nil : UInt8(truncatingIfNeeded: marks >> 17) }
        set { marks = marks & ~0x3FE_0000 | (newValue.map { 0x200_0000 | UInt64($0) << 17 } ?? 0) }
    }

    /// Padding bytes at the end, counted in `length` (RFC 3550, section 5.1).
    @inlinable public var paddingLength: UInt8 {
        get { UInt8(truncatingIfNeeded: marks >> 26) }
        set { marks = marks & ~(0xFF << 26) | UInt64(newValue) << 26 }
    }

    @inlinable public var descriptor: PayloadDescriptor {
        get { body.descriptor }
        set { body = PacketBody(newValue, payload) }
    }

    @inlinable public var payload: Payload {
        get { body.payload }
        set { body = PacketBody(descriptor, newValue) }
    }

    /// Which descriptor it has, without looking into it.
    @inlinable public var kind: DescriptorKind { body.shape.kind }

    /// The bytes of the descriptor and of the payload.
    @inlinable public var descriptorLength: Int { body.shape.length }
    @inlinable public var payloadLength: Int { body.payloadLength }

    /// The bytes this packet takes as RTP, without SRTP, UDP and IP.
    @inlinable public var length: Int {
        header.length + (originalSequenceNumber == nil ? 0 : 2) + (redBlockType == nil ? 0 : 1)
            + descriptorLength + payloadLength + Int(paddingLength)
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
