public import RTPWire
public import Units

/// What a sender wants done.
public enum SenderEffect: Hashable, Sendable {
    case transmit(RTPPacket)
    /// The encoders' new settings; given whenever they change.
    indirect case encoderTarget(EncoderTarget)
    /// The next video frame is to be a key frame.
    case keyFrameRequested
    /// So many packets of video waited for the pacer, and are not sent because of a key frame.
    case videoFlushed(packetCount: Int)
}

/// What the encoders should produce.
public struct EncoderTarget: Hashable, Sendable {
    public var videoBitrate: DataRate
    /// What the path carries of video, be it more than the encoder may produce.
    public var videoLinkAllocation: DataRate
    public var audioBitrate: DataRate
    public var frameRate: Int
    /// The loss that Opus should expect, at most 0.2 (libwebrtc, `audio_encoder_opus.cc`).
    public var expectedLoss: Probability

    public init(
        videoBitrate: DataRate,
        videoLinkAllocation: DataRate,
        audioBitrate: DataRate,
        frameRate: Int,
        expectedLoss: Probability
    ) {
        self.videoBitrate = videoBitrate
        self.videoLinkAllocation = videoLinkAllocation
        self.audioBitrate = audioBitrate
        self.frameRate = frameRate
        self.expectedLoss = expectedLoss
    }
}
