extension RTPPacket {
    /// Reads one packet (RFC 3550, section 5.1) with the numbers both ends agreed on.
    ///
    /// Contributing sources and header extensions that Rehearsal does not send are skipped, and the
    /// optional fields of a payload descriptor that Rehearsal does not write are dropped.
    public init(parsing bytes: [UInt8], payloadTypes: PayloadTypes = .chromium) throws(RTPError) {
        var reader = ByteReader(bytes, in: 0..<bytes.count, failure: RTPError.truncated)
        let flags = try reader.readUInt8()
        guard flags >> 6 == 2 else { throw .unsupportedVersion(flags >> 6) }
        let second = try reader.readUInt8()
        var header = RTPHeader(
            marker: second & 0x80 != 0,
            payloadType: second & 0x7F,
            sequenceNumber: try reader.readUInt16(),
            timestamp: try reader.readUInt32(),
            ssrc: try reader.readUInt32()
        )
        try reader.skip(4 * Int(flags & 0x0F))
        if flags & 0x10 != 0 {
            try reader.readExtensions(of: &header, payloadTypes)
        }
        var paddingLength: UInt8 = 0
        if flags & 0x20 != 0 {
            paddingLength = try reader.last()
            guard paddingLength > 0, paddingLength <= reader.remaining else { throw .invalidPadding(paddingLength) }
            try reader.dropLast(Int(paddingLength))
        }
        var originalSequenceNumber: UInt16?
        if payloadTypes.isRetransmission(header.payloadType), reader.remaining > 0 {
            originalSequenceNumber = try reader.readUInt16()
            guard reader.remaining > 0 else { throw .truncated }
        }
        var redBlockType: UInt8?
        if header.payloadType == payloadTypes.red || header.payloadType == payloadTypes.redRTX, reader.remaining > 0 {
            redBlockType = try reader.readREDHeader()
            guard reader.remaining > 0 else { throw .truncated }
        }
        let descriptor = try PayloadDescriptor(
            reading: &reader,
            payloadType: redBlockType ?? header.payloadType,
            payloadTypes: payloadTypes
        )
        self.init(
            header: header,
            originalSequenceNumber: originalSequenceNumber,
            redBlockType: redBlockType,
            descriptor: descriptor,
            payload: .bytes(Array(try reader.readBytes(reader.remaining))),
            paddingLength: paddingLength
        )
    }
}

extension PayloadTypes {
    fileprivate func isRetransmission(_ payloadType: UInt8) -> Bool {
        payloadType == vp8RTX || payloadType == vp9RTX || payloadType == redRTX
    }
}

extension ByteReader<RTPError> {
    /// The header of a RED packet's primary block: a clear F bit and the block's payload type (RFC 2198, section 3).
    fileprivate mutating func readREDHeader() throws(RTPError) -> UInt8 {
        let header = try readUInt8()
        guard header & 0x80 == 0 else { throw .unsupportedRedundancy }
        return header
    }
}

extension ByteReader {
    /// Walks the header extension block and takes the elements that both ends agreed on where it is of one-byte headers;
    /// the first of a kind counts, and of two kinds the transport-wide number.
    fileprivate mutating func readExtensions(of header: inout RTPHeader, _ types: PayloadTypes) throws(Failure) {
        let profile = try readUInt16()
        let stop = position + 2 + 4 * Int(try readUInt16())
        guard stop <= end else {
            return try skip(remaining + 1)
        }
        defer { position = stop }
        guard profile == HeaderExtension.oneByteProfile else { return }
        while position < stop {
            let element = try readUInt8()
            if element == 0 { continue }
            let length = Int(element & 0x0F) + 1
            guard element >> 4 != HeaderExtension.stop, position + length <= stop else { return }
            switch (element >> 4, length) {
            case (types.transportSequenceExtension, 2) where header.transportSequenceNumber == nil:
                header.transportSequenceNumber = try readUInt16()
            case (types.absoluteSendTimeExtension, 3) where header.absoluteSendTime == nil:
                let time = try readUInt24()
                if header.transportSequenceNumber == nil { header.absoluteSendTime = time }
            default: try skip(length)
            }
        }
    }
}
