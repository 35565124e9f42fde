/// The parity code of RFC 5109, sections 8 and 9, over whole RTP packets.
public enum Parity {
    /// The fixed RTP header, which the FEC header protects; all behind it is under the parity bytes.
    private static let fixedHeaderLength = 12

    /// What a parity packet covers of a packet: the media itself, without RED, and with an empty transport-wide number
    /// and time of sending, which are given out later than the protection is made.
    public static func protectedForm(of packet: RTPPacket) -> RTPPacket {
        var packet = packet
        if let redBlockType = packet.redBlockType { packet.header.payloadType = redBlockType }
        packet.redBlockType = nil
        if packet.header.transportSequenceNumber != nil { packet.header.transportSequenceNumber = 0 }
        if packet.header.absoluteSendTime != nil { packet.header.absoluteSendTime = 0 }
        return packet
    }

    /// The headers and bytes that protect some packets, which are in protected form and lie within one mask.
    ///
    /// `mask` has its first bit for the first packet's number. Returns `nil` where no packet is under the mask.
    public static func protect(
        _ packets: [RTPPacket],
        mask: UInt64,
        hasLongMask: Bool,
        payloadTypes: PayloadTypes = .chromium
    ) -> (descriptor: ULPFECDescriptor, payload: Payload)? {
        guard let base = packets.first?.header.sequenceNumber else { return nil }
        let chosen = packets.filter {
            let offset = Int($0.header.sequenceNumber &- base)
            return offset < ULPFECDescriptor.maskCapacity && mask & ULPFECDescriptor.bit(offset) != 0
        }
        guard let first = chosen.first else { return nil }
        let protectionLength = chosen.reduce(0) { max($0, $1.length - fixedHeaderLength) }
        var descriptor = ULPFECDescriptor(
            flagsRecovery: 0,
            markerAndTypeRecovery: 0,
            sequenceNumberBase: base,
            timestampRecovery: 0,
            lengthRecovery: 0,
            protectionLength: UInt16(clamping: protectionLength),
            mask: mask,
            hasLongMask: hasLongMask
        )
        for packet in chosen { descriptor.combine(with: packet) }
        if case .described(_, let frame) = first.payload {
            descriptor.describedPackets = chosen
            return (descriptor, .described(length: protectionLength, frame: frame))
        }
        var parity = [UInt8](repeating: 0, count: protectionLength)
        for packet in chosen { parity.combine(with: packet.serialised(payloadTypes: payloadTypes)) }
        return (descriptor, .bytes(parity))
    }

    /// Rebuilds the packet `missing` of source `ssrc` from a parity packet and all the others that it protects, in
    /// protected form.
    public static func recover(
        _ missing: UInt16,
        ssrc: UInt32,
        from others: [RTPPacket],
        descriptor: ULPFECDescriptor,
        payload: Payload,
        payloadTypes: PayloadTypes = .chromium
    ) throws(RTPError) -> RTPPacket {
        guard case .bytes(var parity) = payload else {
            guard let packet = descriptor.describedPackets.first(where: { $0.header.sequenceNumber == missing }) else {
                throw .invalidParity
            }
            return packet
        }
        guard parity.count >= Int(descriptor.protectionLength) else { throw .truncated }
        parity.removeLast(parity.count - Int(descriptor.protectionLength))
        var fields = descriptor
        for packet in others {
            fields.combine(with: packet)
            parity.combine(with: packet.serialised(payloadTypes: payloadTypes))
        }
        let length = Int(fields.lengthRecovery)
        guard length <= parity.count else { throw .invalidParity }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(fixedHeaderLength + length)
        bytes.append(0x80 | (fields.flagsRecovery & 0x3F))
        bytes.append(fields.markerAndTypeRecovery)
        bytes.append(bigEndian: missing)
        bytes.append(bigEndian: fields.timestampRecovery)
        bytes.append(bigEndian: ssrc)
        bytes += parity[..<length]
        return try RTPPacket(parsing: bytes, payloadTypes: payloadTypes)
    }
}

extension ULPFECDescriptor {
    /// Combines a packet's header fields and length with the recovery fields.
    fileprivate mutating func combine(with packet: RTPPacket) {
        let header = packet.header
        flagsRecovery ^= (packet.paddingLength > 0 ? 0x20 : 0) | (header.hasExtension ? 0x10 : 0)
        markerAndTypeRecovery ^= (header.marker ? 0x80 : 0) | (header.payloadType & 0x7F)
        timestampRecovery ^= header.timestamp
        lengthRecovery ^= UInt16(truncatingIfNeeded: packet.length - 12)
    }
}

extension [UInt8] {
    /// Combines the bytes behind the fixed header of a serialised packet with these, as far as both reach.
    fileprivate mutating func combine(with packet: [UInt8]) {
        for index in 0..<Swift.min(count, Swift.max(0, packet.count - 12)) { self[index] ^= packet[index + 12] }
    }
}
