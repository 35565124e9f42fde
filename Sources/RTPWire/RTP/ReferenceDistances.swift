/// How many pictures back the references of a picture lie, three at most (P_DIFF; RFC 9628, section 4.2.1).
///
/// Kept in place, not in an array: every packet of a frame carries it.
public struct ReferenceDistances: Hashable, Sendable, BitwiseCopyable, RandomAccessCollection, ExpressibleByArrayLiteral
{
    public static let countMax = 3

    /// The first distance in the lowest byte, and the count in the highest.
    @usableFromInline var packed: UInt32 = 0

    @inlinable public init() {}

    @inlinable init(packed: UInt32) { self.packed = packed }

    public init(_ distances: some Sequence<UInt8>) {
        for distance in distances { append(distance) }
    }

    /// One reference.
    @inlinable public init(_ distance: UInt8) { append(distance) }

    public init(arrayLiteral distances: UInt8...) { self.init(distances) }

    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { Int(packed >> 24) }

    @inlinable public subscript(index: Int) -> UInt8 {
        precondition(indices.contains(index), "there are \(count) reference distances")
        return UInt8(truncatingIfNeeded: packed >> UInt32(8 * index))
    }

    @inlinable public mutating func append(_ distance: UInt8) {
        precondition(count < Self.countMax, "a picture has at most three references")
        packed |= UInt32(distance) << UInt32(8 * count)
        packed += 1 << 24
    }
}
