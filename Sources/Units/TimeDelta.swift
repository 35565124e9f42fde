/// A signed span of virtual time, in whole nanoseconds.
public struct TimeDelta: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static var zero: TimeDelta { TimeDelta(nanoseconds: 0) }

    public static func seconds(_ count: Int64) -> Self { Self(nanoseconds: count * 1_000_000_000) }
    public static func milliseconds(_ count: Int64) -> Self { Self(nanoseconds: count * 1_000_000) }
    public static func microseconds(_ count: Int64) -> Self { Self(nanoseconds: count * 1_000) }

    /// The nearest whole nanosecond to a number of seconds, which must be finite and within 292 years.
    public init(seconds: Double) { nanoseconds = Int64((seconds * 1e9).rounded()) }

    public var seconds: Double { Double(nanoseconds) / 1e9 }
    public var milliseconds: Double { Double(nanoseconds) / 1e6 }
    /// Whole milliseconds, rounded towards zero.
    public var wholeMilliseconds: Int64 { nanoseconds / 1_000_000 }

    public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }
    public static func + (left: Self, right: Self) -> Self { Self(nanoseconds: left.nanoseconds + right.nanoseconds) }
    public static func - (left: Self, right: Self) -> Self { Self(nanoseconds: left.nanoseconds - right.nanoseconds) }
    public static func * (left: Self, count: Int64) -> Self { Self(nanoseconds: left.nanoseconds * count) }
    public static func / (left: Self, count: Int64) -> Self { Self(nanoseconds: left.nanoseconds / count) }
    public static func += (left: inout Self, right: Self) { left = left + right }
    public static func -= (left: inout Self, right: Self) { left = left - right }
    public static prefix func - (delta: Self) -> Self { Self(nanoseconds: -delta.nanoseconds) }
}
