/// A point on a run's virtual timeline, in whole nanoseconds since the run began.
public struct Timestamp: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static var start: Timestamp { Timestamp(nanoseconds: 0) }
    /// Later than every event of any run.
    public static var distantFuture: Timestamp { Timestamp(nanoseconds: .max) }

    /// The time since the run began, in seconds.
    public var seconds: Double { Double(nanoseconds) / 1e9 }

    public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

    public static func + (time: Self, duration: TimeDelta) -> Self {
        Timestamp(nanoseconds: time.nanoseconds + duration.nanoseconds)
    }

    public static func - (time: Self, duration: TimeDelta) -> Self {
        Timestamp(nanoseconds: time.nanoseconds - duration.nanoseconds)
    }

    public static func - (left: Self, right: Self) -> TimeDelta {
        TimeDelta(nanoseconds: left.nanoseconds - right.nanoseconds)
    }

    public static func += (time: inout Self, duration: TimeDelta) { time = time + duration }
}
