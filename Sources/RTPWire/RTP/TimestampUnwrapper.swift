/// Makes 32-bit RTP time stamps count on past their wrap, by the rule of `SequenceUnwrapper`.
public struct TimestampUnwrapper: Hashable, Sendable {
    private var last: Int64?

    public init() {}

    /// The time stamp without wrap; the next one is read relative to it.
    public mutating func unwrap(_ value: UInt32) -> Int64 {
        let result = peek(value)
        last = result
        return result
    }

    /// What `unwrap` would return, changing nothing.
    public func peek(_ value: UInt32) -> Int64 {
        guard let last else { return Int64(value) }
        return last + Int64(Int32(bitPattern: value &- UInt32(truncatingIfNeeded: last)))
    }
}
