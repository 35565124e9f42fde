public import Units

/// What changes in a link's configuration at a time; `nil` stays as it was.
///
/// Loss is switched off by `.bernoulli(.never)`, jitter by a standard deviation of zero.
public struct LinkChange: Hashable, Sendable {
    public var at: Timestamp
    public var rate: DataRate?
    public var queue: QueueLimit?
    public var delay: TimeDelta?
    public var jitter: Jitter?
    public var loss: Loss?
    public var duplication: Probability?
    public var corruption: Probability?
    /// A probability of zero switches it off.
    public var reordering: Reordering?
    /// New parameters of a link that is a netem link from the beginning.
    public var netem: Netem?

    public init(
        at time: Timestamp,
        rate: DataRate? = nil,
        queue: QueueLimit? = nil,
        delay: TimeDelta? = nil,
        jitter: Jitter? = nil,
        loss: Loss? = nil,
        duplication: Probability? = nil,
        corruption: Probability? = nil,
        reordering: Reordering? = nil,
        netem: Netem? = nil
    ) {
        at = time
        self.rate = rate
        self.queue = queue
        self.delay = delay
        self.jitter = jitter
        self.loss = loss
        self.duplication = duplication
        self.corruption = corruption
        self.reordering = reordering
        self.netem = netem
    }

    func applied(to old: LinkConfiguration) -> LinkConfiguration {
        var new = old
        if let rate {
            new.rate = rate
            new.capacity = nil
        }
        if let queue { new.queue = queue }
        // A link that had no rate had no queue to limit.
        if old.rate == nil, old.capacity == nil, new.rate != nil, new.queue == nil {
            new.queue = LinkConfiguration.usualQueue
        }
        if let delay { new.delay = delay }
        if let jitter { new.jitter = jitter }
        if let loss { new.loss = loss }
        if let duplication { new.duplication = duplication }
        if let corruption { new.corruption = corruption }
        if let reordering { new.reordering = reordering }
        if let netem { new.netem = netem }
        return new
    }
}

/// A span during which a link loses all that is offered to it or in service.
public struct Outage: Hashable, Sendable {
    public var from: Timestamp
    public var duration: TimeDelta

    public init(from start: Timestamp, duration: TimeDelta) {
        from = start
        self.duration = duration
    }

    /// The first instant at which the link works again.
    public var end: Timestamp { from + duration }
}

/// How a link changes over time.
public struct LinkSchedule: Hashable, Sendable {
    /// The changes in order of time; of those at one instant the last given wins.
    public let changes: [LinkChange]
    /// The outages in order of time, apart from one another.
    public let outages: [Outage]

    public static let none = LinkSchedule()

    /// Makes a schedule of changes and outages in any order; outages that overlap become one.
    public init(changes: [LinkChange] = [], outages: [Outage] = []) {
        // The index keeps the given order at one instant: the standard sort does not promise to be stable.
        let inOrder = changes.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        self.changes = inOrder.map(\.element)
        var merged: [Outage] = []
        for outage in outages.sorted(by: { $0.from < $1.from }) where outage.duration > .zero {
            if let last = merged.last, outage.from <= last.end {
                merged[merged.count - 1].duration = max(last.end, outage.end) - last.from
            } else {
                merged.append(outage)
            }
        }
        self.outages = merged
    }
}
