public import Units

/// Time of a processor, in whole picoseconds, fine enough for what one byte costs.
public struct ProcessorTime: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let picoseconds: Int64

    public init(picoseconds: Int64) { self.picoseconds = picoseconds }

    /// As many nanoseconds as a span has; it is shorter than 106 days.
    public init(_ span: TimeDelta) { picoseconds = span.nanoseconds * Self.perNanosecond }

    public static var zero: ProcessorTime { ProcessorTime(picoseconds: 0) }
    public static func picoseconds(_ count: Int64) -> Self { Self(picoseconds: count) }
    public static func nanoseconds(_ count: Int64) -> Self { Self(.init(nanoseconds: count)) }
    public static func microseconds(_ count: Int64) -> Self { Self(.microseconds(count)) }

    public var seconds: Double { Double(picoseconds) / 1e12 }

    public static func < (left: Self, right: Self) -> Bool { left.picoseconds < right.picoseconds }

    static let perNanosecond: Int64 = 1_000
}
