public import Units

/// The selective forwarding unit that stands between the parties of a call.
public struct ForwardingPlan: Hashable, Sendable {
    /// The partition's server that it runs on, by its place; `nil` for one that is never busy.
    public let station: Int?
    /// What the way over it takes longer than the direct one, from one party to the other.
    public let delay: TimeDelta

    public init(station: Int?, delay: TimeDelta) {
        self.station = station
        self.delay = delay
    }
}
