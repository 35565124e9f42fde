import Units

/// The work of a first-in first-out server whose rate is a known step function of time, in whole numbers.
///
/// Work is counted in billionths of a bit: a rate in bit/s times a span in nanoseconds. Nothing is rounded but the
/// instants that it tells, up to the next nanosecond, so that rates carry their remainders and nothing drifts.
struct Serialiser: Sendable {
    struct RateStep: Hashable, Sendable {
        let start: Int64
        /// Bits per second; `nil` passes everything at once.
        let rate: Int64?
    }

    static let workPerBit: Int64 = 1_000_000_000

    private let steps: [RateStep]
    private var step = 0
    private var now = Int64.min
    /// The last rate so far that was not zero.
    private(set) var nominalRate: Int64?
    /// The work that waits or is in service.
    private(set) var backlog: Int64 = 0

    /// The steps in order of time; the first holds from the beginning, and the last rate is not zero.
    init(steps: [RateStep]) {
        precondition(!steps.isEmpty, "a serialiser has a rate")
        precondition(steps.allSatisfy { ($0.rate ?? 1) >= 0 }, "a rate cannot be negative")
        precondition(steps.last?.rate != 0, "a link whose last rate is zero never delivers what waits")
        self.steps = steps
        nominalRate = steps[0].rate == 0 ? steps.first { $0.rate != 0 }?.rate : steps[0].rate
    }

    /// The work of a packet, or `nil` beyond what can be counted (1.1 GB).
    static func work(of size: DataSize) -> Int64? {
        let (work, overflow) = size.bytes.multipliedReportingOverflow(by: 8 * workPerBit)
        return overflow ? nil : work
    }

    /// Lets time pass.
    mutating func advance(to time: Timestamp) {
        while step + 1 < steps.count, steps[step + 1].start <= time.nanoseconds {
            drain(until: steps[step + 1].start)
            step += 1
            if steps[step].rate != 0 { nominalRate = steps[step].rate }
        }
        drain(until: time.nanoseconds)
    }

    mutating func add(_ work: Int64) { backlog += work }

    /// When as much work from now will be done.
    func instant(passing work: Int64) -> Timestamp {
        var (index, time, left) = (step, now, work)
        while left > 0 {
            guard let rate = steps[index].rate else { break }
            let isLast = index + 1 == steps.count
            let span = rate > 0 ? (left - 1) / rate + 1 : .max
            if isLast || span <= steps[index + 1].start - time { return Timestamp(nanoseconds: time + span) }
            left -= rate * (steps[index + 1].start - time)
            time = steps[index + 1].start
            index += 1
        }
        return Timestamp(nanoseconds: time)
    }

    private mutating func drain(until time: Int64) {
        if backlog > 0 {
            let done = steps[step].rate.map { $0.multipliedReportingOverflow(by: time - now) }
            if let done, !done.overflow, done.partialValue < backlog {
                backlog -= done.partialValue
            } else {
                backlog = 0
            }
        }
        now = time
    }
}
