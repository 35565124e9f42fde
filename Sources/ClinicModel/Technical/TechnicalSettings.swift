public import Units

/// How often the technology fails, and what people do then.
public struct TechnicalSettings: Hashable, Sendable {
    /// What becomes of a consultation that cannot go on by video.
    public enum Fallback: String, Hashable, Sendable, CaseIterable {
        case phone
        /// Another appointment, face to face.
        case rebook
        case none
    }

    /// The chance that no call comes up, all tries over.
    public var setUpFailure: Probability
    /// The chance that a call drops, a minute of it.
    public var dropsPerMinute: Probability
    /// How often a patient joins again, after a drop or a failed set-up.
    public var retries: Int
    /// How long a patient takes to join again: evenly spread from one time to the other.
    public var retryAfter: ClosedRange<TimeDelta>
    public var fallback: Fallback
    /// How long it takes to place the telephone call.
    public var fallbackTime: TimeDelta
    /// The share of patients who make a test call beforehand.
    public var testCalls: Probability
    /// When all calls drop at once, every day.
    public var outages: [Outage] = []

    /// A moment at which every call of a site drops, or of all sites where none is named.
    public struct Outage: Hashable, Sendable {
        /// Since midnight.
        public let at: TimeDelta
        public let site: String?

        public init(at: TimeDelta, site: String? = nil) {
            self.at = at
            self.site = site
        }
    }

    /// When the calls of a site drop on a day, in order.
    func outages(of site: String?, midnight: Timestamp) -> [Timestamp] {
        outages.filter { $0.site == nil || $0.site == site }.map { midnight + $0.at }.sorted()
    }

    public init(
        setUpFailure: Probability = .never,
        dropsPerMinute: Probability = .never,
        retries: Int = 2,
        retryAfter: ClosedRange<TimeDelta> = .seconds(20) ... .seconds(60),
        fallback: Fallback = .phone,
        fallbackTime: TimeDelta = .seconds(120),
        testCalls: Probability = .never
    ) {
        self.setUpFailure = setUpFailure
        self.dropsPerMinute = dropsPerMinute
        self.retries = retries
        self.retryAfter = retryAfter
        self.fallback = fallback
        self.fallbackTime = fallbackTime
        self.testCalls = testCalls
    }
}
