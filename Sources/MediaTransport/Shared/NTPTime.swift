public import Units

/// The wall clock that sender reports name: the run's time line, set to begin on 1 January 2026.
public enum NTPTime {
    /// Seconds from 1 January 1900 (RFC 5905, section 6) to 1 January 2026, in the first NTP era.
    ///
    /// Ours: any day would do.
    public static let epochOffset: UInt64 = 3_976_214_400

    /// Seconds in the upper half, fractions in the lower.
    public static func value(at time: Timestamp) -> UInt64 {
        let (seconds, rest) = time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let fraction = (UInt64(max(0, rest)) << 32) / 1_000_000_000
        return (epochOffset &+ UInt64(bitPattern: seconds)) << 32 | fraction
    }

    /// The middle 32 bits, as reports echo them: units of 1/65536 s (RFC 3550, section 6.4.1).
    public static func middleBits(of value: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: value >> 16) }

    /// The point on the time line that an NTP time stamp names.
    public static func timestamp(of value: UInt64) -> Timestamp {
        let seconds = Int64(bitPattern: (value >> 32) &- epochOffset)
        let nanoseconds = Int64(((value & 0xFFFF_FFFF) * 1_000_000_000 + (1 << 31)) >> 32)
        return Timestamp(nanoseconds: seconds * 1_000_000_000 + nanoseconds)
    }

    /// A span given in units of 1/65536 s.
    public static func duration(ofCompact value: UInt32) -> TimeDelta {
        TimeDelta(nanoseconds: Int64((UInt64(value) * 1_000_000_000) >> 16))
    }
}
