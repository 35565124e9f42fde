import Units

/// Puts a trace of rates together row by row, and says at which row a rule is broken.
struct RateTraceBuilder {
    /// The longest trace and the highest rate that are read.
    static let secondsMax = 31_622_400.0
    static let rateMax = 1e11

    private var steps: [RateTrace.Step] = []
    private var first = 0.0
    private(set) var lastLine = 1

    var isEmpty: Bool { steps.isEmpty }

    /// Adds a rate in bit/s from a time in seconds on; times count from the first row's.
    mutating func add(seconds: Double, bitsPerSecond: Double, line: Int) throws(TextFault) {
        lastLine = line
        guard seconds >= 0 else { throw TextFault(line: line, message: "the time \(seconds) s is negative") }
        guard bitsPerSecond >= 0 else { throw TextFault(line: line, message: "the rate is negative") }
        if steps.isEmpty { first = seconds }
        let start = seconds - first
        guard start <= Self.secondsMax else {
            throw TextFault(line: line, message: "the time \(seconds) s is more than 366 days after the first")
        }
        guard bitsPerSecond <= Self.rateMax else { throw TextFault(line: line, message: "the rate exceeds 100 Gbit/s") }
        let order = TextFault(line: line, message: "the time \(seconds) s does not lie after the one above it")
        guard start >= 0 else { throw order }
        let step = RateTrace.Step(
            start: TimeDelta(seconds: start),
            rate: DataRate(bitsPerSecond: Int64(bitsPerSecond.rounded()))
        )
        if let last = steps.last, step.start <= last.start { throw order }
        steps.append(step)
    }

    /// The trace, the last row as long as the one before it, or of the given length.
    func trace(length: TimeDelta? = nil) throws(TextFault) -> RateTrace {
        guard let last = steps.last else { throw TextFault(line: lastLine, message: "there is no row with a rate") }
        var length = length
        if length == nil, steps.count > 1 { length = last.start + (last.start - steps[steps.count - 2].start) }
        guard let trace = RateTrace(steps: steps, length: length) else {
            throw TextFault(line: lastLine, message: "every rate is zero, so that nothing would ever be sent")
        }
        return trace
    }
}
