public import RTPWire
public import Units

/// What a receiver must know of the streams that it will be sent.
public struct ReceiverConfiguration: Hashable, Sendable {
    /// The remote party's streams.
    public var audioSSRC: UInt32
    public var videoSSRC: UInt32
    /// The stream that carries retransmissions of the video and padding (RFC 4588, section 4).
    public var rtxSSRC: UInt32
    /// Whom the feedback is from.
    public var localSSRC: UInt32
    public var payloadTypes: PayloadTypes
    /// How often a lost packet is asked for: 100 in M150, 10 in M125 and in mediasoup.
    public var nackRetries: Int
    public var keyFrameRequest: KeyFrameRequest
    /// Whether lost audio is asked for again; Chromium does not offer it.
    public var isAudioNACKEnabled: Bool
    /// How many encoded audio frames may wait; beyond that the buffer is emptied.
    public var audioPacketCountMax: Int
    /// The least and the largest audio delay to aim at; a maximum of zero is none.
    public var audioDelayMin: TimeDelta
    public var audioDelayMax: TimeDelta
    /// Whether the delays of audio and video are brought together.
    public var synchronizesStreams: Bool
    /// How much of its interval the clock of transport-wide feedback has gone when the first packet comes, in 0..<1.
    public var feedbackPhase: Double

    public init(
        audioSSRC: UInt32,
        videoSSRC: UInt32,
        rtxSSRC: UInt32,
        localSSRC: UInt32,
        payloadTypes: PayloadTypes = .chromium,
        nackRetries: Int = 100,
        keyFrameRequest: KeyFrameRequest = .pli,
        isAudioNACKEnabled: Bool = false,
        audioPacketCountMax: Int = 200,
        audioDelayMin: TimeDelta = .zero,
        audioDelayMax: TimeDelta = .zero,
        synchronizesStreams: Bool = true,
        feedbackPhase: Double = 0
    ) {
        self.audioSSRC = audioSSRC
        self.videoSSRC = videoSSRC
        self.rtxSSRC = rtxSSRC
        self.localSSRC = localSSRC
        self.payloadTypes = payloadTypes
        self.nackRetries = nackRetries
        self.keyFrameRequest = keyFrameRequest
        self.isAudioNACKEnabled = isAudioNACKEnabled
        self.audioPacketCountMax = audioPacketCountMax
        self.audioDelayMin = audioDelayMin
        self.audioDelayMax = audioDelayMax
        self.synchronizesStreams = synchronizesStreams
        self.feedbackPhase = feedbackPhase
    }
}
