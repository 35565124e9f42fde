public import Units

/// What one party sends, and within which limits.
public struct SenderConfiguration: Hashable, Sendable {
    public var identifiers: StreamIdentifiers
    public var codec: VideoPayloadFormat
    /// Whether there is video at all.
    public var sendsVideo: Bool
    /// Where the bandwidth estimate starts.
    public var startBitrate: DataRate
    /// Never less than this is given to the video encoder.
    public var minimumVideoBitrate: DataRate
    /// Never more than this is given to the video encoder.
    public var maximumVideoBitrate: DataRate
    /// Whether the maximum follows the size of the frames instead (`maximumVideoBitrate(width:height:)`).
    public var limitsVideoBySize: Bool
    public var audioBitrate: DataRate
    public var audioFrameDuration: TimeDelta
    /// Frames a second that the camera gives.
    public var frameRate: Int
    /// Whether video goes inside RED with parity packets (RFC 2198, RFC 5109), as Chromium negotiates it.
    public var isULPFECEnabled: Bool
    public var congestionFeedback: CongestionFeedback
    /// Whether lost audio is sent again on request, on its own stream.
    public var isAudioNACKEnabled: Bool
    /// Whether each audio packet carries a copy of the one before (RFC 2198).
    public var isAudioREDEnabled: Bool
    /// The first RTP sequence number of each stream.
    public var initialSequenceNumber: UInt16

    public init(
        identifiers: StreamIdentifiers,
        codec: VideoPayloadFormat = .vp8,
        sendsVideo: Bool = true,
        startBitrate: DataRate = .kilobitsPerSecond(300),
        minimumVideoBitrate: DataRate = .kilobitsPerSecond(30),
        maximumVideoBitrate: DataRate = .kilobitsPerSecond(1_700),
        limitsVideoBySize: Bool = false,
        audioBitrate: DataRate = .kilobitsPerSecond(32),
        audioFrameDuration: TimeDelta = .milliseconds(20),
        frameRate: Int = 30,
        isULPFECEnabled: Bool = true,
        congestionFeedback: CongestionFeedback = .transportWide,
        isAudioNACKEnabled: Bool = false,
        isAudioREDEnabled: Bool = false,
        initialSequenceNumber: UInt16 = 1
    ) {
        self.identifiers = identifiers
        self.codec = codec
        self.sendsVideo = sendsVideo
        self.startBitrate = startBitrate
        self.minimumVideoBitrate = minimumVideoBitrate
        self.maximumVideoBitrate = maximumVideoBitrate
        self.limitsVideoBySize = limitsVideoBySize
        self.audioBitrate = audioBitrate
        self.audioFrameDuration = audioFrameDuration
        self.frameRate = frameRate
        self.isULPFECEnabled = isULPFECEnabled
        self.congestionFeedback = congestionFeedback
        self.isAudioNACKEnabled = isAudioNACKEnabled
        self.isAudioREDEnabled = isAudioREDEnabled
        self.initialSequenceNumber = initialSequenceNumber
    }

    /// What libwebrtc allows one video stream of a size, 600 to 2500 kbit/s (`encoder_stream_factory.cc`).
    public static func maximumVideoBitrate(width: Int, height: Int) -> DataRate {
        switch width * height {
        case ...(320 * 240): .kilobitsPerSecond(600)
        case ...(640 * 480): .kilobitsPerSecond(1_700)
        case ...(960 * 540): .kilobitsPerSecond(2_000)
        default: .kilobitsPerSecond(2_500)
        }
    }
}
