/// The dynamic numbers that both ends of a call agreed on (RFC 3264 offers them; RFC 8285 for extensions).
public struct PayloadTypes: Hashable, Sendable {
    public var opus: UInt8
    /// Redundancy (RFC 2198), in which Opus travels with copies of earlier packets.
    public var opusRED: UInt8
    public var vp8: UInt8
    /// Retransmissions of VP8 (RFC 4588).
    public var vp8RTX: UInt8
    public var vp9: UInt8
    public var vp9RTX: UInt8
    /// Redundancy (RFC 2198), in which video and its parity packets travel.
    public var red: UInt8
    /// Retransmissions of RED packets (RFC 4588).
    public var redRTX: UInt8
    /// Parity packets (RFC 5109), inside RED.
    public var ulpfec: UInt8
    /// The local identifier, 1 to 14, of the transport-wide sequence number's header extension (RFC 8285, section 4.2).
    public var transportSequenceExtension: UInt8
    /// Likewise of the time at which a packet left.
    public var absoluteSendTimeExtension: UInt8

    public init(
        opus: UInt8 = 111,
        opusRED: UInt8 = 63,
        vp8: UInt8 = 96,
        vp8RTX: UInt8 = 97,
        vp9: UInt8 = 98,
        vp9RTX: UInt8 = 99,
        red: UInt8 = 118,
        redRTX: UInt8 = 119,
        ulpfec: UInt8 = 120,
        transportSequenceExtension: UInt8 = 3,
        absoluteSendTimeExtension: UInt8 = 2
    ) {
        self.opus = opus
        self.opusRED = opusRED
        self.vp8 = vp8
        self.vp8RTX = vp8RTX
        self.vp9 = vp9
        self.vp9RTX = vp9RTX
        self.red = red
        self.redRTX = redRTX
        self.ulpfec = ulpfec
        self.transportSequenceExtension = transportSequenceExtension
        self.absoluteSendTimeExtension = absoluteSendTimeExtension
    }

    /// What Chromium 156 offers by default, as recorded.
    public static let chromium = PayloadTypes()
}
