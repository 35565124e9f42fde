public import Units

/// A 64-bit fingerprint of everything that happened in one call, in order.
///
/// Two runs of one call agree in it exactly when they agree in every event, up to an accident of chance 2^-64.
/// It is for comparison, not against forgery. The fold is ours and part of the results format.
public struct CallDigest: Hashable, Sendable {
    private var fold = DigestFold()

    public init() {}

    /// Adds one event: its kind and fate are the numbers that the caller's format assigns.
    public mutating func add(time: Timestamp, kind: UInt8, leg: Leg, packet: UInt64, length: Int, fate: UInt8) {
        fold.add(UInt64(bitPattern: time.nanoseconds))
        fold.add(packet)
        let length = UInt64(UInt32(truncatingIfNeeded: length))
        fold.add(length << 32 | UInt64(leg.rawValue) << 16 | UInt64(kind) << 8 | UInt64(fate))
    }

    public var value: UInt64 { fold.value }
    /// The value as 16 lower-case hexadecimal digits.
    public var hexadecimal: String { fold.hexadecimal }
}
