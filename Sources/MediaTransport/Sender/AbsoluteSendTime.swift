import Units

/// The time that packets tell: seconds in 24 bits, 18 of them behind the point, so that it wraps every 64 s
/// (draft-alvestrand-rmcat-remb-03, section 3).
struct AbsoluteSendTime: Sendable {
    private static let unitsPerSecond: Int64 = 1 << 18
    private static let mask: UInt32 = 0xFF_FFFF

    private var last: Int64?

    static func value(at time: Timestamp) -> UInt32 {
        let (seconds, rest) = time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let units = seconds * unitsPerSecond + (rest * unitsPerSecond + 500_000_000) / 1_000_000_000
        return UInt32(truncatingIfNeeded: units) & mask
    }

    /// The sending time without wraps, in the sender's time but for a constant.
    mutating func unwrap(_ value: UInt32) -> Timestamp {
        let known = last ?? Int64(value & Self.mask)
        // A signed difference of 24 bits.
        let difference = Int32(bitPattern: ((value & Self.mask) &- UInt32(truncatingIfNeeded: known)) << 8) >> 8
        let units = known + Int64(difference)
        last = units
        let (seconds, rest) = units.quotientAndRemainder(dividingBy: Self.unitsPerSecond)
        return Timestamp(nanoseconds: seconds * 1_000_000_000 + rest * 1_000_000_000 / Self.unitsPerSecond)
    }
}
