/// The fixed RTP header and the header extensions that Rehearsal sends (RFC 3550, section 5.1; RFC 8285).
public struct RTPHeader: Hashable, Sendable {
    public var marker: Bool
    public var payloadType: UInt8
    public var sequenceNumber: UInt16
    public var timestamp: UInt32
    public var ssrc: UInt32
    /// The kind of the header extension in the upper byte, and what it says below: four bytes, for packets are many.
    @usableFromInline var extended: UInt32 = 0

    public init(
        marker: Bool,
        payloadType: UInt8,
        sequenceNumber: UInt16,
        timestamp: UInt32,
        ssrc: UInt32,
        transportSequenceNumber: UInt16? = nil,
        absoluteSendTime: UInt32? = nil
    ) {
        self.marker = marker
        self.payloadType = payloadType
        self.sequenceNumber = sequenceNumber
        self.timestamp = timestamp
        self.ssrc = ssrc
        if let absoluteSendTime { extended = Self.sendTime | absoluteSendTime & Self.value }
        if let transportSequenceNumber { extended = Self.transportNumber | UInt32(transportSequenceNumber) }
    }

    private static let transportNumber: UInt32 = 1 << 24
    private static let sendTime: UInt32 = 2 << 24
    private static let value: UInt32 = 0xFF_FFFF

    /// The transport-wide sequence number (draft-holmer-rmcat-transport-wide-cc-extensions-01, section 2); it takes the
    /// place of a time of sending.
    public var transportSequenceNumber: UInt16? {
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
    public var absoluteSendTime: UInt32? {
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
