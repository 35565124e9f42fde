import RawMedia
public import Units

/// Sound as an Ogg Opus file, which browsers play (RFC 7845).
public enum OggOpus {
    /// The bytes of a file with all of some sound at 48 kHz.
    ///
    /// - Throws: `CodecError` when the encoder refuses.
    public static func encode(_ samples: [Int16], bitrate: DataRate) throws(CodecError) -> [UInt8] {
        var encoder = try OpusEncoder(OpusEncoderSettings(bitrate: bitrate, inBandFEC: false))
        let preSkip = try encoder.lookahead()
        var stream = OggStream(serial: 1)
        stream.append([OggStream.Packet(head(preSkip: preSkip), granulePosition: 0)])
        stream.append([OggStream.Packet(tags, granulePosition: 0)])
        let end = samples.count + preSkip
        let size = OpusEncoder.samplesPerPacket
        var packets: [OggStream.Packet] = []
        for start in stride(from: 0, to: end, by: size) {
            var block = Array(samples.dropFirst(start).prefix(size))
            block += repeatElement(0, count: size - block.count)
            let packet = try encoder.encode(block)
            packets.append(OggStream.Packet(packet.bytes, granulePosition: min(start + size, end)))
        }
        stream.append(packets, perPage: 50, isLast: true)
        return stream.bytes
    }

    /// Section 5.1: one channel, no gain.
    private static func head(preSkip: Int) -> [UInt8] {
        let rate = AudioFormat.sampleRate
        return Array("OpusHead".utf8) + [1, 1] + [UInt8(preSkip & 255), UInt8(preSkip >> 8)]
            + (0..<4).map { UInt8(rate >> (8 * $0) & 255) } + [0, 0, 0]
    }

    /// Section 5.2: who made it, and no comments.
    private static let tags: [UInt8] = {
        let vendor = "rehearsal"
        return Array("OpusTags".utf8) + [UInt8(vendor.utf8.count), 0, 0, 0] + Array(vendor.utf8) + [0, 0, 0, 0]
    }()
}
