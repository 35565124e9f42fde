import Statistics
import Units
import VirtualTime

/// What happens to a line within a span of time, gathered event by event.
struct LineHappenings {
    let start: Timestamp
    let end: Timestamp
    let mobility: Mobility
    private(set) var up: [LineSpan] = []
    private(set) var down: [LineSpan] = []
    private(set) var outages: [Outage] = []

    init(start: Timestamp, end: Timestamp, mobility: Mobility) {
        self.start = start
        self.end = end
        self.mobility = mobility
    }

    /// Draws what one event does; `upQueue` is what others can fill on the way up.
    mutating func add(_ event: AccessEvent, upQueue: QueueLimit?, using random: inout RandomStream) {
        switch event {
        case .stalls(let frequency, let length, let droppedShare):
            stall(frequency, length, droppedShare, &random)
        case .outages(let frequency, let length):
            stall(frequency, length, .always, &random)
        case .zeroSeconds(let share):
            holdSeconds(share, &random)
        case .epochs(let every, let step, let lossyShare, let outage):
            change(each: every, within: step, lossyShare, outage, &random)
        case .uploads(let share, let meanEpisode, let rateLeft, let queueFilled):
            upload(share, meanEpisode, rateLeft, Self.wait(queueFilled, of: upQueue), &random)
        case .fallback(let changes, let upRate, let downRate, let addedRoundTrip):
            fallBack(changes, upRate, downRate, addedRoundTrip, &random)
        case .addedDelay(let length):
            let delay = length.quantile(random.unitInterval())
            up.append(LineSpan(start: start, end: end, addedDelay: delay))
            down.append(LineSpan(start: start, end: end, addedDelay: delay))
        }
    }

    /// Three draws an event.
    private mutating func stall(
        _ frequency: AccessEvent.Frequency,
        _ length: EventLength,
        _ droppedShare: Probability,
        _ random: inout RandomStream
    ) {
        let perHour = frequency.perHour(mobility)
        guard perHour > 0 else { return }
        let mean = 3_600 / perHour
        var time = start + Self.gap(mean: mean, &random)
        while time < end {
            let length = length.quantile(random.unitInterval())
            if random.unitInterval() < droppedShare.value {
                outages.append(Outage(from: time, duration: length))
            } else {
                hold(from: time, to: time + length)
            }
            time += Self.gap(mean: mean, &random)
        }
    }

    private mutating func hold(from start: Timestamp, to end: Timestamp) {
        up.append(LineSpan(start: start, end: end, rateLeft: 0))
        down.append(LineSpan(start: start, end: end, rateLeft: 0))
    }

    /// One draw for each second of the run that has a part in the span.
    private mutating func holdSeconds(_ share: Probability, _ random: inout RandomStream) {
        var second = Self.multiple(of: .seconds(1), notAfter: start)
        while second < end {
            if random.unitInterval() < share.value {
                hold(from: max(second, start), to: second + .seconds(1))
            }
            second += .seconds(1)
        }
    }

    /// Three draws an epoch.
    private mutating func change(
        each every: TimeDelta,
        within step: TimeDelta,
        _ lossyShare: Probability,
        _ outage: EventLength,
        _ random: inout RandomStream
    ) {
        guard every > .zero else { return }
        var epoch = Self.multiple(of: every, notAfter: start)
        while epoch < end {
            let half = (2 * random.unitInterval() - 1) * Double(step.nanoseconds) / 2
            let delay = TimeDelta(nanoseconds: Int64(half.rounded()))
            let isLossy = random.unitInterval() < lossyShare.value
            let length = outage.quantile(random.unitInterval())
            let span = LineSpan(start: max(epoch, start), end: epoch + every, addedDelay: delay)
            up.append(span)
            down.append(span)
            if isLossy, epoch >= start { outages.append(Outage(from: epoch, duration: length)) }
            epoch += every
        }
    }

    /// One draw for the state at the start, then one a change.
    private mutating func upload(
        _ share: Probability,
        _ meanEpisode: TimeDelta,
        _ rateLeft: Double,
        _ wait: TimeDelta,
        _ random: inout RandomStream
    ) {
        guard share > .never, meanEpisode > .zero else { return }
        let meanPause = meanEpisode.seconds * (1 - share.value) / share.value
        var isBusy = random.unitInterval() < share.value
        var time = start
        while time < end {
            let next = time + Self.gap(mean: isBusy ? meanEpisode.seconds : meanPause, &random)
            if isBusy { up.append(LineSpan(start: time, end: next, rateLeft: rateLeft, addedDelay: wait)) }
            isBusy.toggle()
            time = next
        }
    }

    /// One draw a change.
    private mutating func fallBack(
        _ changes: AccessEvent.Frequency,
        _ upRate: Double,
        _ downRate: Double,
        _ addedRoundTrip: TimeDelta,
        _ random: inout RandomStream
    ) {
        let perHour = changes.perHour(mobility)
        guard perHour > 0 else { return }
        var isOlder = false
        var time = start
        while time < end {
            let next = time + Self.gap(mean: 3_600 / perHour, &random)
            if isOlder {
                let delay = addedRoundTrip / 2
                up.append(LineSpan(start: time, end: next, rateLeft: upRate, addedDelay: delay))
                down.append(LineSpan(start: time, end: next, rateLeft: downRate, addedDelay: delay))
            }
            isOlder.toggle()
            time = next
        }
    }

    /// An exponential span with a mean in seconds, at least a nanosecond so that time goes on.
    private static func gap(mean seconds: Double, _ random: inout RandomStream) -> TimeDelta {
        // Beyond a century nothing is left to happen.
        TimeDelta(seconds: min(max(random.exponential(mean: seconds), 1e-9), 3e9))
    }

    /// How long a packet waits behind others' packets that fill part of a queue.
    private static func wait(_ part: Double, of queue: QueueLimit?) -> TimeDelta {
        guard case .time(let limit) = queue else { return .zero }
        return TimeDelta(nanoseconds: Int64((part * Double(limit.nanoseconds)).rounded()))
    }

    private static func multiple(of every: TimeDelta, notAfter time: Timestamp) -> Timestamp {
        let elapsed = (time - .start).nanoseconds
        let remainder = elapsed % every.nanoseconds
        return .start + TimeDelta(nanoseconds: elapsed - (remainder < 0 ? remainder + every.nanoseconds : remainder))
    }
}
