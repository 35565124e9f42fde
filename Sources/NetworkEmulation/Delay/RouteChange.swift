public import Units
import VirtualTime

/// A route that changes to one longer by a step, and back, at the events of a Poisson process.
///
/// Ours. A link that may not reorder holds packets on the shorter route back until those on the longer have come.
public struct RouteChange: Hashable, Sendable {
    /// The mean time from one change to the next.
    public let meanInterval: TimeDelta
    public let step: TimeDelta

    public init(meanInterval: TimeDelta, step: TimeDelta) {
        precondition(meanInterval > .zero && step >= .zero, "a route change has a time before it and a step up")
        self.meanInterval = meanInterval
        self.step = step
    }
}

/// On which of two routes a link is.
struct RouteTimeline: Sendable {
    private let change: RouteChange
    private var isLonger = false
    private var next: Timestamp
    private var random: RandomStream

    init(_ change: RouteChange, random: RandomStream) {
        self.change = change
        self.random = random
        next = .start + self.random.exponential(mean: change.meanInterval)
    }

    /// What the route adds at `time`, not before the one asked for last.
    mutating func extra(at time: Timestamp) -> TimeDelta {
        while next <= time {
            isLonger.toggle()
            next += random.exponential(mean: change.meanInterval)
        }
        return isLonger ? change.step : .zero
    }
}
