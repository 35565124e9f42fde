extension Datagram {
    /// What UDP carries, before SRTP: shorter than `length` by the tags and indices that protection would add.
    public func serialised(payloadTypes: PayloadTypes = .chromium) -> [UInt8] {
        switch self {
        case .rtp(let packet): packet.serialised(payloadTypes: payloadTypes)
        case .rtcp(let packets): RTCPPacket.serialise(packets)
        case .control(let message): message.serialised()
        }
    }
}
