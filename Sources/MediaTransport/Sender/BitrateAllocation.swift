import RTPWire
import Units

/// Shares the estimate: audio first, its headers too, and video the rest (libwebrtc, `bitrate_allocator.cc`,
/// `video_send_stream_impl.cc`).
struct BitrateAllocation: Sendable {
    /// RTP with the transport-wide extension, SRTP, UDP and IP: bits a packet.
    private static let overheadBits = Double((20 + Datagram.srtpOverhead + Datagram.headerLength) * 8)
    /// Retransmissions and parity take at most this share of the video rate.
    private static let largestProtectionShare = 0.5

    /// Where the path carries more than the encoders can use (`kTransmissionMaxBitrateMultiplier`).
    private static let multipleForProtection = 2.0

    private let configuration: SenderConfiguration

    init(_ configuration: SenderConfiguration) { self.configuration = configuration }

    /// Audio with its headers, in bit/s.
    var audioRate: Double {
        let packetsPerSecond = 1 / max(configuration.audioFrameDuration.seconds, 0.001)
        return Double(configuration.audioBitrate.bitsPerSecond) + packetsPerSecond * Self.overheadBits
    }

    /// All that the encoders could use, in bit/s.
    var maximum: Double {
        audioRate + (configuration.sendsVideo ? Double(configuration.maximumVideoBitrate.bitsPerSecond) : 0)
    }

    /// What video with its protection may take, without headers, in bit/s: at most twice what the encoder may produce.
    func videoPayloadRate(estimate: Double) -> Double {
        guard configuration.sendsVideo else { return 0 }
        let smallest = Double(configuration.minimumVideoBitrate.bitsPerSecond)
        let largest = Double(configuration.maximumVideoBitrate.bitsPerSecond)
        let available = max(min(estimate - audioRate, Self.multipleForProtection * largest), smallest)
        let frameBits = available / Double(max(configuration.frameRate, 1))
        let packets = (frameBits / Double(VideoPacketizer.maximumPacketLength * 8)).rounded(.up)
        let overhead = min(available, packets * Double(configuration.frameRate) * Self.overheadBits)
        return available - overhead
    }

    /// What the video encoder may produce when the path carries `estimate` and `protectionShare` of video is resent or
    /// parity.
    func videoBitrate(estimate: Double, protectionShare: Double) -> DataRate {
        guard configuration.sendsVideo else { return .zero }
        let smallest = Double(configuration.minimumVideoBitrate.bitsPerSecond)
        let largest = Double(configuration.maximumVideoBitrate.bitsPerSecond)
        let media = videoPayloadRate(estimate: estimate) * (1 - min(protectionShare, Self.largestProtectionShare))
        return DataRate(bitsPerSecond: Int64(max(smallest, min(media, largest)).rounded(.down)))
    }
}
