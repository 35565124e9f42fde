/// The fixed RTP header and the header extensions that Rehearsal sends (RFC 3550, section 5.1; RFC 8285).
///
/// It lies in two words, for packets are many and go through many hands.
public struct RTPHeader: Hashable, Sendable, BitwiseCopyable {
    /// From the highest bits down: time stamp (32), sequence number (16), payload type (8), and the marker at the end.
    @usableFromInline var numbers: UInt64
    /// The source in the upper half; below it the kind of the header extension (8) and what it says (24).
    @usableFromInline var source: UInt64

    @inlinable public init(
        marker: Bool,
        payloadType: UInt8,
        sequenceNumber: UInt16,
        timestamp: UInt32,
        ssrc: UInt32,
        transportSequenceNumber: UInt16? = nil,
        absoluteSendTime: UInt32? = nil
    ) {
        numbers = UInt64(timestamp) << 32 | UInt64(sequenceNumber) << 16 | UInt64(payloadType) << 8 | (marker ? 1 : 0)
        source = UInt64(ssrc) << 32
        if let absoluteSendTime { extended = Self.sendTime | absoluteSendTime & Self.value }
        if let transportSequenceNumber { extended = Self.transportNumber | UInt32(transportSequenceNumber) }
    }

    @inlinable public var marker: Bool {
        get { numbers & 1 == 1 }
        set { numbers = numbers & ~1 | (newValue ? 1 : 0) }
    }

    @inlinable public var payloadType: UInt8 {
        get { UInt8(truncatingIfNeeded: numbers >> 8) }
        set { numbers = numbers & ~0xFF00 | UInt64(newValue) << 8 }
    }

    @inlinable public var sequenceNumber: UInt16 {
        get { UInt16(truncatingIfNeeded: numbers >> 16) }
        set { numbers = numbers & ~0xFFFF_0000 | UInt64(newValue) << 16 }
    }

    @inlinable public var timestamp: UInt32 {
        get { UInt32(truncatingIfNeeded: numbers >> 32) }
        set { numbers = numbers & 0xFFFF_FFFF | UInt64(newValue) << 32 }
    }

    @inlinable public var ssrc: UInt32 {
        get { UInt32(truncatingIfNeeded: source >> 32) }
        set { source = source & 0xFFFF_FFFF | UInt64(newValue) << 32 }
    }

    @inlinable var extended: UInt32 {
        get { UInt32(truncatingIfNeeded: source) }
        set { source = source & ~0xFFFF_FFFF | UInt64(newValue) }
    }

    @inlinable static var transportNumber: UInt32 { 1 << 24 }
    @inlinable static var sendTime: UInt32 { 2 << 24 }
    @inlinable static var value: UInt32 { 0xFF_FFFF }

    /// The transport-wide sequence number (draft-holmer-rmcat-transport-wide-cc-extensions-01, section 2); it takes the
    /// place of a time of sending.
    @inlinable public var transportSequenceNumber: UInt16? {
        get { extended & ~Self.value == Self.transportNumber ? UInt16(truncatingIfNeeded: extended) : nil }
        set {
            if let newValue {
                extended = Self.transportNumber | UInt32(newValue)
            } else if extended & ~Self.value == Self.transportNumber {
                extended = 0
            }
        }
    }

    /// When the packet left, in 2^-18 s, 24 bits (draft-alvestrand-rmcat-remb-03, section 3); it takes the place of a
    /// transport-wide sequence number.
    @inlinable public var absoluteSendTime: UInt32? {
        get { extended & ~Self.value == Self.sendTime ? extended & Self.value : nil }
        set {
            if let newValue {
                extended = Self.sendTime | newValue & Self.value
            } else if extended & ~Self.value == Self.sendTime {
                extended = 0
            }
        }
    }

    /// Whether a one-byte-header extension block follows the fixed header.
    @inlinable public var hasExtension: Bool { extended != 0 }

    /// 12 bytes, and 8 more where an extension block follows.
    @inlinable public var length: Int { hasExtension ? 20 : 12 }
}
