/// One RTP packet: its header, the payload descriptor of its codec, and the media behind it.
///
/// Transport reads only the header, the descriptor and the lengths, so that a call without media bytes gives the
/// same packets as one with them.
///
/// A packet waits in several places at once, so it is one reference to its fields, which are copied when one is set.
public struct RTPPacket: Hashable, Sendable {
    @usableFromInline struct Fields: Hashable, Sendable {
        @usableFromInline var header: RTPHeader
        @usableFromInline var originalSequenceNumber: UInt16?
        @usableFromInline var redBlockType: UInt8?
        @usableFromInline var descriptor: PayloadDescriptor
        @usableFromInline var payload: Payload
        @usableFromInline var paddingLength: UInt8

        @inlinable init(
            header: RTPHeader,
            originalSequenceNumber: UInt16?,
            redBlockType: UInt8?,
            descriptor: PayloadDescriptor,
            payload: Payload,
            paddingLength: UInt8
        ) {
            self.header = header
            self.originalSequenceNumber = originalSequenceNumber
            self.redBlockType = redBlockType
            self.descriptor = descriptor
            self.payload = payload
            self.paddingLength = paddingLength
        }
    }

    /// Always one element.
    @usableFromInline var block: [Fields]

    @inlinable public init(
        header: RTPHeader,
        originalSequenceNumber: UInt16? = nil,
        redBlockType: UInt8? = nil,
        descriptor: PayloadDescriptor,
        payload: Payload,
        paddingLength: UInt8 = 0
    ) {
        block = [
            Fields(
                header: header,
                originalSequenceNumber: originalSequenceNumber,
                redBlockType: redBlockType,
                descriptor: descriptor,
                payload: payload,
                paddingLength: paddingLength
            )
        ]
    }

    @inlinable public var header: RTPHeader {
        get { block[0].header }
        set { block[0].header = newValue }
    }

    /// The original sequence number when this packet is a retransmission (RFC 4588, section 4).
    @inlinable public var originalSequenceNumber: UInt16? {
        get { block[0].originalSequenceNumber }
        set { block[0].originalSequenceNumber = newValue }
    }

    /// The payload type of the one block inside, where the packet is RED (RFC 2198, section 3); its header takes a byte.
    @inlinable public var redBlockType: UInt8? {
        get { block[0].redBlockType }
        set { block[0].redBlockType = newValue }
    }

    @inlinable public var descriptor: PayloadDescriptor {
        get { block[0].descriptor }
        set { block[0].descriptor = newValue }
    }

    @inlinable public var payload: Payload {
        get { block[0].payload }
        set { block[0].payload = newValue }
    }

    /// Padding bytes at the end, counted in `length` (RFC 3550, section 5.1).
    @inlinable public var paddingLength: UInt8 {
        get { block[0].paddingLength }
        set { block[0].paddingLength = newValue }
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
