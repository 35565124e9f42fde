public import Units

/// A piece of sound that one end played out: 10 ms, or a second's aggregate.
public struct AudioPlayout: Hashable, Sendable {
    /// When its first sample was played.
    public var time: Timestamp
    public var duration: TimeDelta
    /// Every sample played, concealed or not; more than zero.
    public var samples: Int
    /// The samples that concealment made up, muted expansion included.
    public var concealedSamples: Int
    /// Whether the sender had paused for silence (DTX), so that the concealment harmed nothing.
    public var isWithinDTX: Bool
    /// The mean time from capture to play-out of the decoded samples; `nil` where none was decoded.
    public var mouthToEar: TimeDelta?

    public init(
        time: Timestamp,
        duration: TimeDelta = .milliseconds(10),
        samples: Int = 480,
        concealedSamples: Int = 0,
        isWithinDTX: Bool = false,
        mouthToEar: TimeDelta?
    ) {
        self.time = time
        self.duration = duration
        self.samples = samples
        self.concealedSamples = concealedSamples
        self.isWithinDTX = isWithinDTX
        self.mouthToEar = mouthToEar
    }
}
