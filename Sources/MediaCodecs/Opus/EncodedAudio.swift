/// One Opus packet, as it goes into one RTP packet.
public struct EncodedAudio: Hashable, Sendable {
    public let bytes: [UInt8]
    /// Samples at 48 kHz: the step of the RTP time stamp.
    public let sampleCount: Int
    /// The packet also holds a low-rate copy of the 20 ms before it (LBRR).
    public let hasInBandFEC: Bool
    /// The packet is one or two bytes that say "nothing but background noise".
    public let isDTX: Bool
    /// The packet before was DTX too; a WebRTC sender sends the first such packet and keeps the others back.
    public let continuesDTX: Bool
}
