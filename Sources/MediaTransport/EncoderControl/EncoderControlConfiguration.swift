public import Units

/// What a camera gives and how its encoder may be controlled.
public struct EncoderControlConfiguration: Hashable, Sendable {
    public var codec: VideoPayloadFormat
    /// The camera's.
    public var frameSize: FrameSize
    /// Frames a second that the camera gives.
    public var frameRate: Double
    public var degradation: DegradationPreference
    /// What the encoder is set to while nothing is known of the path.
    public var startBitrate: DataRate
    /// A target is not adjusted below this.
    public var minimumBitrate: DataRate
    public var bitrateLimits: ResolutionBitrateLimits
    /// Pictures never become smaller; libwebrtc's 320x180.
    public var smallestPixels: Int

    public init(
        codec: VideoPayloadFormat,
        frameSize: FrameSize,
        frameRate: Double,
        degradation: DegradationPreference = .maintainFrameRate,
        startBitrate: DataRate = .kilobitsPerSecond(300),
        minimumBitrate: DataRate = .kilobitsPerSecond(30),
        bitrateLimits: ResolutionBitrateLimits = .none,
        smallestPixels: Int = 320 * 180
    ) {
        self.codec = codec
        self.frameSize = frameSize
        self.frameRate = frameRate
        self.degradation = degradation
        self.startBitrate = startBitrate
        self.minimumBitrate = minimumBitrate
        self.bitrateLimits = bitrateLimits
        self.smallestPixels = smallestPixels
    }
}
