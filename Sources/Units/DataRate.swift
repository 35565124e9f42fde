/// A rate of data, in whole bits per second.
public struct DataRate: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let bitsPerSecond: Int64

    public init(bitsPerSecond: Int64) { self.bitsPerSecond = bitsPerSecond }

    public static var zero: DataRate { DataRate(bitsPerSecond: 0) }

    public static func kilobitsPerSecond(_ count: Int64) -> Self { Self(bitsPerSecond: count * 1_000) }

    /// The average rate at which this much data passes in this much time, zero for an empty span.
    public init(_ size: DataSize, per duration: TimeDelta) {
        let seconds = duration.seconds
        bitsPerSecond = seconds > 0 ? Int64((Double(size.bytes) * 8 / seconds).rounded()) : 0
    }

    public var kilobitsPerSecond: Double { Double(bitsPerSecond) / 1_000 }

    /// How long this rate takes to pass `size`, rounded up to a whole nanosecond; the rate must be positive.
    public func duration(of size: DataSize) -> TimeDelta {
        precondition(bitsPerSecond > 0, "no data passes at a rate of \(bitsPerSecond) bit/s")
        let (product, overflow) = (size.bytes * 8).multipliedReportingOverflow(by: 1_000_000_000)
        precondition(!overflow, "\(size.bytes) bytes are too many for one span")
        return TimeDelta(nanoseconds: (product + bitsPerSecond - 1) / bitsPerSecond)
    }

    /// How many whole bytes pass at this rate in a span.
    public func size(in duration: TimeDelta) -> DataSize {
        DataSize(bytes: Int64(Double(bitsPerSecond) * duration.seconds / 8))
    }

    public static func < (left: Self, right: Self) -> Bool { left.bitsPerSecond < right.bitsPerSecond }
    public static func + (left: Self, right: Self) -> Self {
        Self(bitsPerSecond: left.bitsPerSecond + right.bitsPerSecond)
    }
    public static func - (left: Self, right: Self) -> Self {
        Self(bitsPerSecond: left.bitsPerSecond - right.bitsPerSecond)
    }
    public static func * (left: Self, factor: Double) -> Self {
        Self(bitsPerSecond: Int64((Double(left.bitsPerSecond) * factor).rounded()))
    }
}
