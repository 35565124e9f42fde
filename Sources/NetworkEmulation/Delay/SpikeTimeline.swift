import Units
import VirtualTime

/// When a link's delay spikes begin and have drained.
struct SpikeTimeline: Sendable {
    private let spikes: DelaySpikes
    private var next: Timestamp
    private var drained = Timestamp(nanoseconds: .min)
    private var random: RandomStream

    init(_ spikes: DelaySpikes, random: RandomStream) {
        self.spikes = spikes
        self.random = random
        next = .start + self.random.exponential(mean: spikes.meanInterval)
    }

    /// When a packet comes out that comes in at `time`, not before the one before.
    mutating func pass(_ time: Timestamp) -> Timestamp {
        while next <= time {
            drained = max(drained, next) + spikes.height(at: random.unitInterval())
            next += random.exponential(mean: spikes.meanInterval)
        }
        return max(time, drained)
    }
}
