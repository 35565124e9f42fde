import Units

/// A first-in first-out server whose rate is known over all time, in whole numbers.
///
/// Work is counted in billionths of a bit: a rate in bit/s times a span in nanoseconds. Nothing is rounded but the
/// instants that it tells, up to the next nanosecond, so that rates carry their remainders and nothing drifts. Two
/// cursors go through the rates, one with the time and one with the end of the work, so that no packet looks at what
/// lies between.
struct Serialiser: Sendable {
    static let workPerBit: Int64 = 1_000_000_000

    private let timeline: RateTimeline
    private var head: RateCursor
    private var now = Int64.min
    /// The work that waits or is in service.
    private(set) var backlog: Int64 = 0
    /// The last rate so far that was not zero.
    private(set) var nominalRate: Int64?

    private var tail: RateCursor
    /// The whole nanosecond within which the work ends, and how much of it is done since that began.
    private var tailTime = Int64.min
    private var tailWork: Int64 = 0

    init(_ timeline: RateTimeline) {
        self.timeline = timeline
        head = RateCursor(timeline)
        tail = head
        nominalRate = RateCursor.firstRate(timeline)
    }

    /// The work of a packet, or `nil` beyond what can be counted (288 MB).
    static func work(of size: DataSize) -> Int64? {
        let (work, overflow) = size.bytes.multipliedReportingOverflow(by: 8 * workPerBit)
        return overflow || work > Int64.max / 4 ? nil : work
    }

    /// Lets time pass.
    mutating func advance(to time: Timestamp) {
        let time = time.nanoseconds
        while time >= head.end {
            if backlog == 0 {
                head.seek(time, timeline)
                noteRate()
                break
            }
            drain(until: head.end)
            head.moveOn(timeline)
            noteRate()
        }
        drain(until: time)
    }

    /// When work that has waited since a time can begin, behind all before it.
    func earliestStart(since time: Timestamp) -> Timestamp {
        tailTime < time.nanoseconds ? time : Timestamp(nanoseconds: tailTime + (tailWork > 0 ? 1 : 0))
    }

    /// Adds work that has waited since a time, not before the last, and tells when it is done.
    mutating func serve(_ work: Int64, since time: Timestamp) -> Bottleneck.Service {
        precondition(work >= 0 && work <= Int64.max - backlog, "work is counted in 64 bits")
        if tailTime < time.nanoseconds {
            tailTime = time.nanoseconds
            tailWork = 0
            tail.seek(tailTime, timeline)
        }
        let start = tailTime + (tailWork > 0 ? 1 : 0)
        if work > 0 { extendTail(by: work) }
        backlog += work
        let end = tailTime + (tailWork > 0 ? 1 : 0)
        return Bottleneck.Service(start: Timestamp(nanoseconds: start), end: Timestamp(nanoseconds: end))
    }

    @inline(__always)
    private mutating func extendTail(by work: Int64) {
        var left = work
        while let rate = tail.rate {
            if rate > 0 {
                let (span, rest) = (tailWork + left).quotientAndRemainder(dividingBy: rate)
                let (gap, isEndless) = tail.end.subtractingReportingOverflow(tailTime)
                let room = isEndless ? .max : gap
                if span < room || (span == room && rest == 0) {
                    tailTime += span
                    tailWork = rest
                    return
                }
                left -= rate * room - tailWork
            }
            tailTime = tail.end
            tailWork = 0
            tail.moveOn(timeline)
        }
    }

    private mutating func noteRate() {
        if let last = head.lastRate(timeline) { nominalRate = last }
    }

    @inline(__always)
    private mutating func drain(until time: Int64) {
        if backlog > 0 {
            let done = head.rate.map { $0.multipliedReportingOverflow(by: time - now) }
            if let done, !done.overflow, done.partialValue < backlog {
                backlog -= done.partialValue
            } else {
                backlog = 0
            }
        }
        now = time
    }
}
