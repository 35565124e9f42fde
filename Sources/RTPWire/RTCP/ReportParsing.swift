extension ReportBlock {
    init(reading reader: inout ByteReader<RTCPError>) throws(RTCPError) {
        let ssrc = try reader.readUInt32()
        let loss = try reader.readUInt32()
        self.init(
            ssrc: ssrc,
            fractionLost: UInt8(loss >> 24),
            // Shifted up and down again, so that the 24th bit becomes the sign.
            cumulativeLost: Int32(bitPattern: loss << 8) >> 8,
            extendedHighestSequenceNumber: try reader.readUInt32(),
            jitter: try reader.readUInt32(),
            lastSenderReport: try reader.readUInt32(),
            delaySinceLastSenderReport: try reader.readUInt32()
        )
    }
}

extension SourceDescription {
    /// Reads one chunk; `nil` where it holds no canonical name.
    init?(reading reader: inout ByteReader<RTCPError>) throws(RTCPError) {
        let start = reader.position
        let ssrc = try reader.readUInt32()
        var name: String?
        while true {
            let item = try reader.readUInt8()
            if item == 0 { break }
            let text = try reader.readBytes(Int(try reader.readUInt8()))
            if item == RTCPFormat.canonicalName { name = String(decoding: text, as: UTF8.self) }
        }
        // The list of items ends with zeros up to the next whole word.
        try reader.skip((4 - (reader.position - start) % 4) % 4)
        guard let name else { return nil }
        self.init(ssrc: ssrc, canonicalName: name)
    }
}
