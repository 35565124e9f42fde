/// Makes 32-bit RTP time stamps count on past their wrap, by the rule of `SequenceUnwrapper`.
public struct TimestampUnwrapper: Hashable, Sendable, BitwiseCopyable {
    @usableFromInline var last: Int64?

    @inlinable public init() {}

    /// The time stamp without wrap; the next one is read relative to it.
    @inlinable public mutating func unwrap(_ value: UInt32) -> Int64 {
        let result = peek(value)
        last = result
        return result
    }

    /// What `unwrap` would return, changing nothing.
    @inlinable public func peek(_ value: UInt32) -> Int64 {
        guard let last else { return Int64(value) }
        return last + Int64(Int32(bitPattern: value &- UInt32(truncatingIfNeeded: last)))
    }
}
