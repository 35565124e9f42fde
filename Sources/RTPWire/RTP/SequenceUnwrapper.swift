/// Makes 16-bit sequence numbers count on past their wrap.
///
/// The first number stands for itself; each later one is taken as the nearest to the one before it, backwards where
/// it lies exactly half the range away (RFC 3550, appendix A.1, in spirit). Early numbers from before the first can
/// be negative.
public struct SequenceUnwrapper: Hashable, Sendable, BitwiseCopyable {
    @usableFromInline var last: Int64?

    @inlinable public init() {}

    /// The number without wrap; the next one is read relative to it.
    @inlinable public mutating func unwrap(_ value: UInt16) -> Int64 {
        let result = peek(value)
        last = result
        return result
    }

    /// What `unwrap` would return, changing nothing.
    @inlinable public func peek(_ value: UInt16) -> Int64 {
        guard let last else { return Int64(value) }
        return last + Int64(Int16(bitPattern: value &- UInt16(truncatingIfNeeded: last)))
    }
}
