public import Units

/// What somebody measured on one access: any of round trips, losses, rates and relative one-way delays.
public struct PathMeasurement: Hashable, Sendable {
    /// A delay and when it was seen, in seconds from the first sample; `nil` where the file does not tell.
    public struct Delay: Hashable, Sendable {
        public let time: Double?
        public let delay: TimeDelta

        public init(time: Double?, delay: TimeDelta) {
            self.time = time
            self.delay = delay
        }
    }

    /// What the samples are of.
    public enum Way: Hashable, Sendable {
        /// There and back, as a ping goes.
        case roundTrip
        /// One direction, as a capture at the receiver sees it; delays are without a common unknown constant.
        case oneWay
    }

    public var way: Way
    /// In the order of sending.
    public var delays: [Delay] = []
    /// For each packet in the order of sending, whether it was lost; empty where the file does not tell.
    public var losses: [Bool] = []
    /// The time from one packet to the next, on average; `nil` where the file does not tell.
    public var spacing: TimeDelta?
    /// The smallest step of the delays as they are written.
    public var resolution: TimeDelta?
    public var downRates: [DataRate] = []
    public var upRates: [DataRate] = []
    /// RFC 3550's interarrival jitter after the last packet.
    public var interarrivalJitter: TimeDelta?
    /// What the packets carried, which is no more than the path could.
    public var carriedRate: DataRate?
    /// What was found in the file and left out.
    public var remarks: [String] = []

    public init(way: Way) { self.way = way }
}
