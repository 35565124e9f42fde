public import Units

/// A kind of access to the internet, as a clinician or a patient in the UK may have it.
///
/// Every number is a starting value; `sources` says which were measured by others, and REM means remembered without a
/// source in hand. Never report results from these profiles as measurements of any NHS site.
public struct AccessProfile: Hashable, Sendable {
    /// Rates across users.
    public struct Rates: Hashable, Sendable {
        public let p5: DataRate
        public let p50: DataRate
        public let p95: DataRate

        /// Positive rates that do not fall.
        public init(p5: DataRate, p50: DataRate, p95: DataRate) {
            precondition(p5 > .zero && p5 <= p50 && p50 <= p95, "percentiles of rates are positive and do not fall")
            self.p5 = p5
            self.p50 = p50
            self.p95 = p95
        }
    }

    /// A value for the middle of packets and minutes, and one for the worst twentieth.
    public struct Spread<Value: Hashable & Sendable>: Hashable, Sendable {
        public let p50: Value
        public let p95: Value

        public init(p50: Value, p95: Value) {
            self.p50 = p50
            self.p95 = p95
        }
    }

    /// The longest wait in a drop-tail queue.
    public struct Queue: Hashable, Sendable {
        public let limit: TimeDelta
        /// Whether the profile's description of its queue gives no such number, and this is ours.
        public let isAssumed: Bool

        public init(limit: TimeDelta, isAssumed: Bool = false) {
            self.limit = limit
            self.isAssumed = isAssumed
        }
    }

    /// The name in scenarios, with hyphens, such as `rural-4g-edge`.
    public let id: String
    public let description: String
    public let down: Rates
    public let up: Rates
    /// The round trip to a UK media server without self-induced queueing.
    public let baseRoundTripTime: Spread<TimeDelta>
    /// The standard deviation of the delay.
    public let jitter: Spread<TimeDelta>
    public let loss: Spread<Probability>
    /// The mean number of packets lost in a row.
    public let meanLossRun: Double
    /// The queues as described; `upQueue` and `downQueue` are what is emulated.
    public let queueDescription: String
    public let upQueue: Queue
    public let downQueue: Queue
    /// What happens now and then; not part of `links()`.
    public let events: [ProfileEvent]
    public let confidence: String
    public let sources: [String]
    /// The one way out that its firewall leaves; `nil` where a direct one is open.
    public let onlyRoute: ConnectionRoute?
    /// Which numbers a user gave, and where the rest comes from; `nil` for the built-in profiles.
    let ownNumbers: OwnNumbers?

    public init(
        id: String,
        description: String,
        down: Rates,
        up: Rates,
        baseRoundTripTime: Spread<TimeDelta>,
        jitter: Spread<TimeDelta>,
        loss: Spread<Probability>,
        meanLossRun: Double,
        queueDescription: String,
        upQueue: Queue,
        downQueue: Queue,
        events: [ProfileEvent],
        confidence: String,
        sources: [String],
        onlyRoute: ConnectionRoute? = nil,
        ownNumbers: OwnNumbers? = nil
    ) {
        self.id = id
        self.description = description
        self.down = down
        self.up = up
        self.baseRoundTripTime = baseRoundTripTime
        self.jitter = jitter
        self.loss = loss
        self.meanLossRun = meanLossRun
        self.queueDescription = queueDescription
        self.upQueue = upQueue
        self.downQueue = downQueue
        self.events = events
        self.confidence = confidence
        self.sources = sources
        self.onlyRoute = onlyRoute
        self.ownNumbers = ownNumbers
    }

    /// All profiles: homes, mobile networks, then hospitals and practices.
    public static let all = homes + mobile + sites

    /// The profile with this name.
    public static subscript(id: String) -> AccessProfile? { all.first { $0.id == id } }
}
