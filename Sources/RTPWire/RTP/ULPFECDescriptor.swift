/// The headers of a parity packet: the FEC header and one level header (RFC 5109, sections 7.3 and 7.4).
///
/// Each recovery field is the exclusive or of that field over the protected packets. All protection is at level 0 and
/// covers whole packets, as libwebrtc sends it.
public struct ULPFECDescriptor: Hashable, Sendable {
    /// The most packets that one parity packet can protect: the bits of the long mask.
    public static let maskCapacity = 48
    /// The same of the short mask.
    public static let shortMaskCapacity = 16

    /// P, X and CC in the low six bits, as in the first byte of RTP.
    public var flagsRecovery: UInt8
    /// M and PT, as in the second byte of RTP.
    public var markerAndTypeRecovery: UInt8
    /// The sequence number of the mask's first bit.
    public var sequenceNumberBase: UInt16
    public var timestampRecovery: UInt32
    /// Of the bytes behind each packet's fixed header.
    public var lengthRecovery: UInt16
    /// The bytes of parity that follow.
    public var protectionLength: UInt16
    /// Bit 63 stands for the base, bit 62 for the number after it, down to bit 16.
    public var mask: UInt64
    /// Whether the mask takes six bytes and not two (L).
    public var hasLongMask: Bool
    /// The protected packets themselves where their payloads are descriptions, of which no parity can be made.
    ///
    /// Never on the wire.
    public var describedPackets: [RTPPacket]

    public init(
        flagsRecovery: UInt8,
        markerAndTypeRecovery: UInt8,
        sequenceNumberBase: UInt16,
        timestampRecovery: UInt32,
        lengthRecovery: UInt16,
        protectionLength: UInt16,
        mask: UInt64,
        hasLongMask: Bool,
        describedPackets: [RTPPacket] = []
    ) {
        self.flagsRecovery = flagsRecovery
        self.markerAndTypeRecovery = markerAndTypeRecovery
        self.sequenceNumberBase = sequenceNumberBase
        self.timestampRecovery = timestampRecovery
        self.lengthRecovery = lengthRecovery
        self.protectionLength = protectionLength
        self.mask = mask
        self.hasLongMask = hasLongMask
        self.describedPackets = describedPackets
    }

    /// Ten bytes of FEC header, two of protection length, and the mask.
    public var length: Int { hasLongMask ? 18 : 14 }

    /// The numbers of the packets under protection, in order.
    public var protectedSequenceNumbers: [UInt16] {
        var numbers: [UInt16] = []
        numbers.reserveCapacity(mask.nonzeroBitCount)
        var rest = mask
        while rest != 0 {
            let offset = rest.leadingZeroBitCount
            numbers.append(sequenceNumberBase &+ UInt16(offset))
            rest &= ~Self.bit(offset)
        }
        return numbers
    }

    /// The mask's bit for the number `offset` after the base.
    public static func bit(_ offset: Int) -> UInt64 { 1 << UInt64(63 - offset) }
}

extension ULPFECDescriptor {
    /// Reads both headers; extension and an empty mask are errors.
    init(reading reader: inout ByteReader<RTPError>) throws(RTPError) {
        let flags = try reader.readUInt8()
        // E: an extension of the FEC header, reserved (section 7.3).
        guard flags & 0x80 == 0 else { throw .invalidParity }
        let hasLongMask = flags & 0x40 != 0
        let markerAndType = try reader.readUInt8()
        let base = try reader.readUInt16()
        let timestamp = try reader.readUInt32()
        let lengthRecovery = try reader.readUInt16()
        let protectionLength = try reader.readUInt16()
        var mask = UInt64(try reader.readUInt16()) << 48
        if hasLongMask { mask |= UInt64(try reader.readUInt32()) << 16 }
        guard mask != 0 else { throw .invalidParity }
        guard reader.remaining >= Int(protectionLength) else { throw .truncated }
        self.init(
            flagsRecovery: flags & 0x3F,
            markerAndTypeRecovery: markerAndType,
            sequenceNumberBase: base,
            timestampRecovery: timestamp,
            lengthRecovery: lengthRecovery,
            protectionLength: protectionLength,
            mask: mask,
            hasLongMask: hasLongMask
        )
    }

    func append(to bytes: inout [UInt8]) {
        bytes.append((hasLongMask ? 0x40 : 0) | (flagsRecovery & 0x3F))
        bytes.append(markerAndTypeRecovery)
        bytes.append(bigEndian: sequenceNumberBase)
        bytes.append(bigEndian: timestampRecovery)
        bytes.append(bigEndian: lengthRecovery)
        bytes.append(bigEndian: protectionLength)
        bytes.append(bigEndian: UInt16(truncatingIfNeeded: mask >> 48))
        if hasLongMask { bytes.append(bigEndian: UInt32(truncatingIfNeeded: mask >> 16)) }
    }
}
