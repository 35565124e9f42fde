public import Units

/// What the participants send.
public struct MediaSettings: Hashable, Sendable {
    public let audio: AudioSettings
    /// `nil` for consultations by voice alone.
    public let video: VideoSettings?
}

public struct AudioSettings: Hashable, Sendable {
    public let codec: AudioCodec
    public let bitrate: DataRate
    /// Whether packets carry a copy of the one before (RFC 6716, 2.1.7).
    public let fec: Bool
    /// Whether silence is not sent (RFC 6716, 2.1.9).
    public let dtx: Bool
    /// Whether each packet carries the one before as well (RFC 2198).
    public let red: Bool
    /// Whether lost packets are asked for again (RFC 4585).
    public let nack: Bool
    public let concealment: ConcealmentMethod
    /// The encoder's effort, from 0 to 10.
    public let complexity: Int
    public let source: AudioSource
    /// How sound files that are too short go on.
    public let repetition: SourceRepetition
}

/// What fills the gaps in what is heard.
public enum ConcealmentMethod: String, Hashable, Sendable, CaseIterable {
    /// Repeated pitch periods that fade, as browsers do it.
    case expand
    /// The codec's own concealment.
    case codec
}

public enum AudioCodec: String, Hashable, Sendable, CaseIterable {
    case opus
}

public struct VideoSettings: Hashable, Sendable {
    public let codec: VideoCodec
    public let size: VideoSize
    /// Frames per second.
    public let frameRate: Int
    public let bitrate: VideoBitrate
    public let degradation: Degradation
    /// Whether parity packets go with the pictures while packets are lost (RFC 2198, RFC 5109).
    public let fec: Bool
    /// How often a lost packet is asked for before it is given up.
    public let nackRetries: Int
    public let keyFrameRequest: KeyFrameRequestKind
    public let feedback: FeedbackKind
    /// The `cpu-used` of libvpx, or `nil` to leave it to the codec.
    ///
    /// Always negative for VP8, whose result otherwise depends on the wall clock.
    public let speed: Int?
    public let source: VideoSource
    /// How video files that are too short go on.
    public let repetition: SourceRepetition
}

/// The RTCP packet that asks for a key frame.
public enum KeyFrameRequestKind: String, Hashable, Sendable, CaseIterable {
    /// RFC 4585, section 6.3.1.
    case pli
    /// RFC 5104, section 4.3.1.
    case fir
}

/// Who estimates what the path carries, and from which reports.
public enum FeedbackKind: String, Hashable, Sendable, CaseIterable {
    /// The sender, from the arrival of each packet.
    case transportWide = "transport-cc"
    /// The receiver, which tells its estimate.
    case remb
}

public enum VideoCodec: String, Hashable, Sendable, CaseIterable {
    case vp8
    case vp9
}

/// A picture size in pixels.
public struct VideoSize: Hashable, Sendable {
    public let width: Int
    public let height: Int
}

/// Where congestion control starts, and the range it moves in.
public struct VideoBitrate: Hashable, Sendable {
    public let start: DataRate
    public let min: DataRate
    /// `nil` for what is usual for the size.
    public let max: DataRate?
}

/// What gives way when pictures are too good for their rate.
public enum Degradation: String, Hashable, Sendable, CaseIterable {
    /// The size.
    case maintainFrameRate = "maintain-framerate"
    /// The number of pictures.
    case maintainResolution = "maintain-resolution"
    /// Both in turn.
    case balanced
    /// Nothing.
    case none
}

/// Where sound comes from.
public enum AudioSource: Hashable, Sendable {
    /// Two people taking turns, made up by the simulator.
    case synthetic
    /// A WAV file; the path is relative to the scenario.
    case file(String)
}

/// Where pictures come from.
public enum VideoSource: Hashable, Sendable {
    case preset(VideoPreset)
    /// A Y4M file; the path is relative to the scenario.
    case file(String)
}

/// How a file that is shorter than the call goes on.
public enum SourceRepetition: String, Hashable, Sendable, CaseIterable {
    case thereAndBack = "there-and-back"
    case loop
}

/// The talking heads that the simulator draws.
public enum VideoPreset: String, Hashable, Sendable, CaseIterable {
    case calm
    case normal
    case busy
    case lowLight = "low-light"
}
