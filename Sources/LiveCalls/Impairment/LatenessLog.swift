import Statistics
public import Units

/// Spans of time, counted to the microsecond in classes at most 1.6 % wide.
public struct LatenessLog: Hashable, Sendable {
    private var microseconds = LogHistogram()
    public private(set) var longest = TimeDelta.zero

    public init() {}

    public var count: Int { microseconds.count }

    /// Adds a span; one that is negative counts as none.
    public mutating func add(_ span: TimeDelta) {
        longest = max(longest, span)
        // Rounded up, so that no quantile is said too small.
        microseconds.add((max(span.nanoseconds, 0) + 999) / 1_000)
    }

    /// The upper end of the class that holds the quantile; `nil` without spans.
    public func quantile(_ fraction: Double) -> TimeDelta? {
        microseconds.quantile(fraction).map { min(.microseconds($0), longest) }
    }
}
