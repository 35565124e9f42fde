import Statistics
public import Units

/// Sudden delays that decay by one millisecond a millisecond: a queue elsewhere that filled at once and drains.
///
/// Ours. Spikes begin at the events of a Poisson process; one that begins while another drains comes on top of it, so
/// that the delay is the work left in an M/G/1 queue. Packets that meet a spike come out together, in order, when it
/// has drained.
public struct DelaySpikes: Hashable, Sendable {
    /// How far the delay jumps.
    public enum Height: Hashable, Sendable {
        case fixed(TimeDelta)
        case exponential(mean: TimeDelta)
        /// Tail (x / least)^-shape, cut at `DelayDistribution.paretoTail`; the mean is that after the cut.
        case pareto(mean: TimeDelta, shape: Double)

        var mean: TimeDelta {
            switch self {
            case .fixed(let mean), .exponential(let mean), .pareto(let mean, _): mean
            }
        }
    }

    /// The mean time from the beginning of one to that of the next.
    public let meanInterval: TimeDelta
    public let height: Height

    /// Makes spikes; `nil` where they have no height or shape, or come as fast as they drain.
    public init?(meanInterval: TimeDelta, height: Height) {
        guard height.mean > .zero, height.mean < meanInterval else { return nil }
        if case .pareto(_, let shape) = height { guard shape > 1, shape <= 100 else { return nil } }
        self.meanInterval = meanInterval
        self.height = height
    }

    /// The share of time in which there is a delay.
    public var busyShare: Double { Double(height.mean.nanoseconds) / Double(meanInterval.nanoseconds) }

    /// The height that a uniform value in 0..<1 stands for.
    func height(at unit: Double) -> TimeDelta {
        switch height {
        case .fixed(let height): return height
        case .exponential(let mean):
            return TimeDelta(nanoseconds: Int64((-Double(mean.nanoseconds) * Elementary.log(1 - unit)).rounded()))
        case .pareto(let mean, let shape):
            let cut = Elementary.pow(DelayDistribution.paretoTail, -1 / shape)
            // Mean of min(X, cut) for a least value of one.
            let unitMean = (shape - Elementary.pow(cut, 1 - shape)) / (shape - 1)
            let value = min(cut, Elementary.pow(1 - unit, -1 / shape))
            return TimeDelta(nanoseconds: Int64((Double(mean.nanoseconds) * value / unitMean).rounded()))
        }
    }
}
