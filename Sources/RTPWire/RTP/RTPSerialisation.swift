extension RTPPacket {
    /// The packet as it goes on the wire, before SRTP.
    ///
    /// A described payload is written as zeros, except that the first byte of a VP8 frame says whether it is a key
    /// frame. The size equals `length`.
    public func serialised(payloadTypes: PayloadTypes = .chromium) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length)
        appendHeader(to: &bytes, payloadTypes)
        if let originalSequenceNumber { bytes.append(bigEndian: originalSequenceNumber) }
        if let redBlockType { bytes.append(redBlockType & 0x7F) }
        descriptor.append(to: &bytes)
        switch payload {
        case .bytes(let media): bytes.append(contentsOf: media)
        case .described(let length, _):
            let start = bytes.count
            bytes.appendZeros(length)
            if case .vp8(let vp8) = descriptor, vp8.startsFrame, !vp8.isKeyFrame, length > 0 { bytes[start] = 1 }
        }
        if paddingLength > 0 {
            bytes.appendZeros(Int(paddingLength) - 1)
            bytes.append(paddingLength)
        }
        return bytes
    }

    private func appendHeader(to bytes: inout [UInt8], _ payloadTypes: PayloadTypes) {
        let extended: UInt8 = header.hasExtension ? 0x10 : 0
        bytes.append(0x80 | (paddingLength > 0 ? 0x20 : 0) | extended)
        bytes.append((header.marker ? 0x80 : 0) | (header.payloadType & 0x7F))
        bytes.append(bigEndian: header.sequenceNumber)
        bytes.append(bigEndian: header.timestamp)
        bytes.append(bigEndian: header.ssrc)
        guard header.hasExtension else { return }
        bytes.append(bigEndian: HeaderExtension.oneByteProfile)
        bytes.append(bigEndian: UInt16(1))
        // The length field holds one less than the data's bytes.
        if let time = header.absoluteSendTime {
            bytes.append(payloadTypes.absoluteSendTimeExtension << 4 | 2)
            bytes.append(UInt8(truncatingIfNeeded: time >> 16))
            bytes.append(bigEndian: UInt16(truncatingIfNeeded: time))
        }
        guard let transportSequenceNumber = header.transportSequenceNumber else { return }
        bytes.append(payloadTypes.transportSequenceExtension << 4 | 1)
        bytes.append(bigEndian: transportSequenceNumber)
        bytes.append(0)
    }
}

enum HeaderExtension {
    /// RFC 8285, section 4.2.
    static let oneByteProfile: UInt16 = 0xBEDE
    /// The identifier that ends the list (RFC 8285, section 4.2).
    static let stop: UInt8 = 15
}
