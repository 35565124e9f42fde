public import Units
public import VirtualTime
public struct SyntheticVideoConfiguration {
    public init(minimumRate: DataRate, maximumRate: DataRate, startRate: DataRate, frameRate: Int) {
        self.start = startRate; fps = frameRate; lo = minimumRate; hi = maximumRate
    }
    var start: DataRate; var fps: Int; var lo: DataRate; var hi: DataRate
}
public struct SyntheticVideo {
    public struct Frame { public let size: DataSize }
    var c: SyntheticVideoConfiguration; var rate: DataRate; public private(set) var nextFrameAt: Timestamp
    public init(configuration: SyntheticVideoConfiguration, random: RandomStream, at: Timestamp) {
        c = configuration; rate = configuration.start; nextFrameAt = at
    }
    public mutating func setTargetRate(_ r: DataRate, at: Timestamp) { rate = min(max(r, c.lo), c.hi) }
    public mutating func nextFrame() -> Frame {
        nextFrameAt += .microseconds(33_333); return Frame(size: DataSize(bytes: rate.bitsPerSecond / 8 / 30))
    }
}
