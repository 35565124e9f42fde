import RTPWire

extension StreamIdentifiers {
    /// What a retransmission carries, as it was sent first (RFC 4588, section 4); `nil` for padding.
    func original(of retransmission: RTPPacket) -> RTPPacket? {
        guard let number = retransmission.originalSequenceNumber else { return nil }
        var packet = retransmission
        packet.originalSequenceNumber = nil
        packet.header.ssrc = videoSSRC
        packet.header.sequenceNumber = number
        switch retransmission.header.payloadType {
        case payloadTypes.vp8RTX: packet.header.payloadType = payloadTypes.vp8
        case payloadTypes.vp9RTX: packet.header.payloadType = payloadTypes.vp9
        case payloadTypes.redRTX: packet.header.payloadType = payloadTypes.red
        default: return nil
        }
        return packet
    }

    /// The payload type of the retransmissions of packets of a type.
    func rtxPayloadType(of payloadType: UInt8) -> UInt8 {
        switch payloadType {
        case payloadTypes.red: payloadTypes.redRTX
        case payloadTypes.vp9: payloadTypes.vp9RTX
        default: payloadTypes.vp8RTX
        }
    }
}

extension RTPPacket {
    /// Whether a key frame begins here.
    var startsKeyFrame: Bool {
        switch descriptor {
        case .vp8(let descriptor): descriptor.startsFrame && descriptor.isKeyFrame
        case .vp9(let descriptor): descriptor.startsFrame && !descriptor.isInterPredicted
        case .opus, .opusRED, .ulpfec, .padding: false
        }
    }
}
