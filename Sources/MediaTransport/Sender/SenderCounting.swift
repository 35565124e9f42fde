import RTPWire
import Units

extension MediaSender {
    /// A frame of this many average frames is huge (libwebrtc, `video_coding_defines.h`; W3C says 2.5).
    private static let hugeFrameFactor = 5.0

    /// What of a packet counts as payload: descriptor and RED header do, a retransmission's original number does not.
    static func payloadLength(_ packet: RTPPacket) -> Int64 {
        Int64(packet.descriptorLength + packet.payloadLength + (packet.redBlockType == nil ? 0 : 1))
    }

    /// Counts a video frame that the encoder gave.
    mutating func count(_ frame: EncodedVideoFrame) {
        counters.video.framesEncoded += 1
        if frame.isKeyFrame { counters.video.keyFramesEncoded += 1 }
        counters.video.qpSum += Int64(frame.quantizer)
        counters.video.frameWidth = frame.width
        counters.video.frameHeight = frame.height
        let average = Double(encoderTarget.videoBitrate.bitsPerSecond) / Double(max(configuration.frameRate, 1))
        if Double(frame.payload.length * 8) >= Self.hugeFrameFactor * average { counters.video.hugeFramesSent += 1 }
    }
}

extension OutboundRTPStatistics {
    /// Counts a packet that went out.
    mutating func count(_ packet: RTPPacket) {
        let payload = MediaSender.payloadLength(packet)
        packetsSent += 1
        bytesSent += payload
        // The packet may be seen before its header extension, which adds 8 bytes.
        let extensionLength: Int64 = packet.header.hasExtension ? 0 : 8
        headerBytesSent += Int64(packet.length) + extensionLength - payload
    }
}
