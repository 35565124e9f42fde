import RTPWire
import Units

/// Shares the estimate: audio first, its headers too, and video the rest (libwebrtc, `bitrate_allocator.cc`,
/// `video_send_stream_impl.cc`).
struct BitrateAllocation: Sendable {
    /// RTP with the transport-wide extension, SRTP, UDP and IP: bits a packet.
    private static let overheadBits = Double((20 + Datagram.srtpOverhead + Datagram.headerLength) * 8)
    /// Retransmissions and parity take at most this share of the video rate.
    private static let largestProtectionShare = 0.5

    /// A stream is given up to this many times its maximum, so that an overshoot finds room (`bitrate_allocator.cc`).
    private static let largestMultiple = 2.0

    private let configuration: SenderConfiguration
    /// Never more than this is given to the video encoder.
    var maximumVideoBitrate: DataRate

    init(_ configuration: SenderConfiguration) {
        self.configuration = configuration
        maximumVideoBitrate = configuration.maximumVideoBitrate
    }

    /// Audio with its headers, in bit/s.
    var audioRate: Double {
        let packetsPerSecond = 1 / max(configuration.audioFrameDuration.seconds, 0.001)
        return Double(configuration.audioBitrate.bitsPerSecond) + packetsPerSecond * Self.overheadBits
    }

    /// What audio and the least video need, in bit/s.
    var minimum: Double {
        audioRate + (configuration.sendsVideo ? Double(configuration.minimumVideoBitrate.bitsPerSecond) : 0)
    }

    /// All that the encoders could use, in bit/s.
    var maximum: Double {
        audioRate + (configuration.sendsVideo ? Double(maximumVideoBitrate.bitsPerSecond) : 0)
    }

    /// What video with its protection may take, without headers, in bit/s.
    func videoPayloadRate(estimate: Double) -> Double {
        guard configuration.sendsVideo else { return 0 }
        let smallest = Double(configuration.minimumVideoBitrate.bitsPerSecond)
        let largest = Double(maximumVideoBitrate.bitsPerSecond)
        let available = min(max(estimate - audioRate, smallest), Self.largestMultiple * largest)
        let frameBits = available / Double(max(configuration.frameRate, 1))
        let packets = (frameBits / Double(VideoPacketizer.maximumPacketLength * 8)).rounded(.up)
        let overhead = min(available, packets * Double(configuration.frameRate) * Self.overheadBits)
        return available - overhead
    }

    /// What the video encoder may produce when video with its protection may take `payloadRate` and `protectionShare`
    /// of it is resent or parity, and what the path would carry of it.
    func videoBitrate(payloadRate: Double, protectionShare: Double) -> (target: DataRate, link: DataRate) {
        guard configuration.sendsVideo else { return (.zero, .zero) }
        let smallest = Double(configuration.minimumVideoBitrate.bitsPerSecond)
        let largest = Double(maximumVideoBitrate.bitsPerSecond)
        let media = payloadRate * (1 - min(protectionShare, Self.largestProtectionShare))
        func rate(_ bitsPerSecond: Double) -> DataRate { DataRate(bitsPerSecond: Int64(bitsPerSecond.rounded(.down))) }
        let target = max(smallest, min(media, largest))
        return (rate(target), rate(max(target, media)))
    }
}
