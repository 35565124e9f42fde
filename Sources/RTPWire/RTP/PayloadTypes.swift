/// The dynamic numbers that both ends of a call agreed on (RFC 3264 offers them; RFC 8285 for extensions).
public struct PayloadTypes: Hashable, Sendable {
    public var opus: UInt8
    public var vp8: UInt8
    /// Retransmissions of VP8 (RFC 4588).
    public var vp8RTX: UInt8
    public var vp9: UInt8
    public var vp9RTX: UInt8
    /// The local identifier, 1 to 14, of the transport-wide sequence number's header extension (RFC 8285, section 4.2).
    public var transportSequenceExtension: UInt8

    public init(
        opus: UInt8 = 111,
        vp8: UInt8 = 96,
        vp8RTX: UInt8 = 97,
        vp9: UInt8 = 98,
        vp9RTX: UInt8 = 99,
        transportSequenceExtension: UInt8 = 3
    ) {
        self.opus = opus
        self.vp8 = vp8
        self.vp8RTX = vp8RTX
        self.vp9 = vp9
        self.vp9RTX = vp9RTX
        self.transportSequenceExtension = transportSequenceExtension
    }

    /// What Chromium offers by default (remembered).
    public static let chromium = PayloadTypes()
}
