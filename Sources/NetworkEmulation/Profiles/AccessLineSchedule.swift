public import Units
public import VirtualTime

extension AccessLine {
    /// How far apart the draws of a line's events begin, so that none of them shifts another's.
    private static let drawsPerEvent = 1 << 24

    /// What happens to the line's two links within a span of time.
    ///
    /// Each event reads a part of the stream for itself. An event that has begun by the end of the span runs to its own
    /// end, so that a rate of zero never lasts.
    public func schedule(
        from start: Timestamp,
        to end: Timestamp,
        mobility: Mobility = .seated,
        using random: RandomStream
    ) -> (up: LinkSchedule, down: LinkSchedule) {
        var happenings = LineHappenings(start: start, end: end, mobility: mobility)
        for (index, event) in events.enumerated() {
            var own = random
            own.skip(index * Self.drawsPerEvent)
            happenings.add(event, upQueue: up.queue, using: &own)
        }
        return (
            LinkSchedule(changes: LineSpan.changes(happenings.up, of: up), outages: happenings.outages),
            LinkSchedule(changes: LineSpan.changes(happenings.down, of: down), outages: happenings.outages)
        )
    }
}

/// A span during which a direction has part of its rate, or more delay.
struct LineSpan: Hashable, Sendable {
    var start: Timestamp
    var end: Timestamp
    /// The part of the rate that is left; zero holds everything.
    var rateLeft = 1.0
    var addedDelay = TimeDelta.zero

    /// What spans that may overlap make of a link together: rates multiply, delays add up.
    static func changes(_ spans: [LineSpan], of link: LinkConfiguration) -> [LinkChange] {
        let spans = spans.filter { $0.end > $0.start }.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
        let times = Set(spans.flatMap { [$0.start, $0.end] }).sorted()
        var next = 0
        var active: [LineSpan] = []
        var (rate, delay) = (link.rate, link.delay)
        var changes: [LinkChange] = []
        for time in times {
            active.removeAll { $0.end <= time }
            while next < spans.count, spans[next].start <= time {
                active.append(spans[next])
                next += 1
            }
            let newRate = link.rate.map { scaled($0, by: active.reduce(1) { $0 * $1.rateLeft }) }
            let newDelay = max(active.reduce(link.delay) { $0 + $1.addedDelay }, .zero)
            guard newRate != rate || newDelay != delay else { continue }
            changes.append(
                LinkChange(
                    at: time,
                    rate: newRate == rate ? nil : newRate,
                    delay: newDelay == delay ? nil : newDelay
                )
            )
            (rate, delay) = (newRate, newDelay)
        }
        return changes
    }

    private static func scaled(_ rate: DataRate, by factor: Double) -> DataRate {
        // A line that is not held passes something, however slow.
        factor == 0 ? .zero : max(rate * factor, DataRate(bitsPerSecond: 1))
    }
}
