import Statistics
public import Units
public import VirtualTime

/// One frame of a synthetic source.
public struct SyntheticFrame: Hashable, Sendable {
    public let size: DataSize
    /// Whether it is the large first frame of a transient.
    public let beginsTransient: Bool
}

/// A video encoder without pictures: the sizes of its frames and when they come (RFC 8593, section 5).
///
/// In the steady state sizes and intervals are Laplace distributed about their means, R_v / 8 / FPS bytes and 1 / FPS,
/// each frame by itself. After an abrupt change of the target comes a large frame and then smaller ones, whose mean is
/// R_v where 0.2 B0, their least size in the reference implementation, allows it. Two draws a frame, size first.
public struct SyntheticVideo: Sendable {
    private let configuration: SyntheticVideoConfiguration
    private var random: RandomStream
    /// R_v as last accepted.
    public private(set) var targetRate: DataRate
    private var acceptedAt: Timestamp?
    private var transientFramesLeft = 0
    /// When the next frame comes.
    public private(set) var nextFrameAt: Timestamp

    /// A source whose first frame, the start of a transient, comes at `start`.
    public init(configuration: SyntheticVideoConfiguration, random: RandomStream, at start: Timestamp) {
        self.configuration = configuration
        self.random = random
        targetRate = min(max(configuration.startRate, configuration.minimumRate), configuration.maximumRate)
        nextFrameAt = start
        transientFramesLeft = configuration.transientFrames
    }

    /// Asks for a rate; whether it is taken, which it is not within tau_v of the last that was.
    @discardableResult
    public mutating func setTargetRate(_ rate: DataRate, at now: Timestamp) -> Bool {
        if let acceptedAt, now < acceptedAt + configuration.reaction { return false }
        acceptedAt = now
        let rate = min(max(rate, configuration.minimumRate), configuration.maximumRate)
        let change = Double(rate.bitsPerSecond) / Double(targetRate.bitsPerSecond) - 1
        targetRate = rate
        if change.magnitude > configuration.abruptChange { transientFramesLeft = configuration.transientFrames }
        return true
    }

    /// Has the next frame begin a transient, as a key frame on demand does.
    public mutating func insertKeyFrame() { transientFramesLeft = configuration.transientFrames }

    /// The frame that comes at `nextFrameAt`, which moves on.
    public mutating func nextFrame() -> SyntheticFrame {
        let size = Self.laplace(scale: configuration.sizeScale, using: &random)
        let interval = Self.laplace(scale: configuration.intervalScale, using: &random)
        nextFrameAt += self.interval(deviation: interval)
        guard transientFramesLeft > 0 else {
            return SyntheticFrame(size: steadySize(deviation: size), beginsTransient: false)
        }
        let isFirst = transientFramesLeft == configuration.transientFrames
        transientFramesLeft -= 1
        return SyntheticFrame(size: transientSize(isFirst: isFirst), beginsTransient: isFirst)
    }

    /// B0 in bytes.
    private var meanSize: Double { Double(targetRate.bitsPerSecond) / 8 / Double(configuration.frameRate) }

    /// A frame in the steady state, of one byte at least.
    func steadySize(deviation: Double) -> DataSize {
        DataSize(bytes: Int64(max((meanSize * (1 + deviation)).rounded(), 1)))
    }

    /// The time to the next frame, never negative.
    func interval(deviation: Double) -> TimeDelta {
        let mean = 1e9 / Double(configuration.frameRate)
        return TimeDelta(nanoseconds: Int64(max((mean * (1 + deviation)).rounded(), 0)))
    }

    func transientSize(isFirst: Bool) -> DataSize {
        let count = Double(configuration.transientFrames)
        let floor = 0.2 * meanSize
        var first = Double(configuration.transientFrameSize.bytes)
        if configuration.keepsMeanInTransients { first = min(first, (count - 0.2 * (count - 1)) * meanSize) }
        let rest = max((count * meanSize - first) / (count - 1), floor)
        return DataSize(bytes: Int64(max((isFirst ? first : rest).rounded(), 1)))
    }

    /// A value of the Laplace distribution about zero by inversion; one draw.
    static func laplace(scale: Double, using random: inout some RandomNumberGenerator) -> Double {
        laplace(scale: scale, quantile: Double(random.next() >> 11) * 0x1p-53)
    }

    static func laplace(scale: Double, quantile: Double) -> Double {
        // Half a step off the ends keeps it finite.
        let centred = min(max(quantile, 0x1p-54), 1 - 0x1p-53) - 0.5
        let magnitude = -scale * Elementary.log(1 - 2 * centred.magnitude)
        return centred < 0 ? -magnitude : magnitude
    }
}
