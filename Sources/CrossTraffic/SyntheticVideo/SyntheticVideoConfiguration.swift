public import Units

/// The parameters of RFC 8593's statistical model of a video encoder (June 2019, section 5).
public struct SyntheticVideoConfiguration: Hashable, Sendable {
    /// R_min and R_max: targets beyond are taken as these.
    public var minimumRate: DataRate
    public var maximumRate: DataRate
    /// R_v at first.
    public var startRate: DataRate
    /// FPS; one over it is t0.
    public var frameRate: Int
    /// tau_v: for so long after a change of the target no other is taken.
    public var reaction: TimeDelta
    /// K_d: the frames of a transient.
    public var transientFrames: Int
    /// K_B: the first frame of a transient.
    public var transientFrameSize: DataSize
    /// Whether K_B is kept small enough that a transient's mean can be R_v, whatever the rate; a choice of ours for
    /// sources whose pictures shrink with their rate.
    public var keepsMeanInTransients: Bool
    /// A change of the target by more than this share begins a transient (the RFC's "abrupt", as its hybrid model has it).
    public var abruptChange: Double
    /// SCALE_B and SCALE_t: scales of the Laplace distributions of sizes and intervals about their means.
    public var sizeScale: Double
    public var intervalScale: Double

    public init(
        minimumRate: DataRate = .kilobitsPerSecond(150),
        maximumRate: DataRate = .kilobitsPerSecond(1_500),
        startRate: DataRate = .kilobitsPerSecond(1_000),
        frameRate: Int = 30,
        reaction: TimeDelta = .milliseconds(200),
        transientFrames: Int = 8,
        transientFrameSize: DataSize = DataSize(bytes: 13_500),
        keepsMeanInTransients: Bool = false,
        abruptChange: Double = 0.1,
        sizeScale: Double = 0.15,
        intervalScale: Double = 0.15
    ) {
        precondition(frameRate > 0 && transientFrames > 1, "a source has frames, and a transient more than one")
        precondition(minimumRate <= maximumRate, "the least rate is not above the most")
        self.minimumRate = minimumRate
        self.maximumRate = maximumRate
        self.startRate = startRate
        self.frameRate = frameRate
        self.reaction = reaction
        self.transientFrames = transientFrames
        self.transientFrameSize = transientFrameSize
        self.keepsMeanInTransients = keepsMeanInTransients
        self.abruptChange = abruptChange
        self.sizeScale = sizeScale
        self.intervalScale = intervalScale
    }
}
