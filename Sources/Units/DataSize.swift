/// An amount of data, in whole bytes.
public struct DataSize: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let bytes: Int64

    public init(bytes: Int64) { self.bytes = bytes }

    public static var zero: DataSize { DataSize(bytes: 0) }

    public static func < (left: Self, right: Self) -> Bool { left.bytes < right.bytes }
    public static func + (left: Self, right: Self) -> Self { Self(bytes: left.bytes + right.bytes) }
    public static func - (left: Self, right: Self) -> Self { Self(bytes: left.bytes - right.bytes) }
    public static func += (left: inout Self, right: Self) { left = left + right }
    public static func -= (left: inout Self, right: Self) { left = left - right }
}
