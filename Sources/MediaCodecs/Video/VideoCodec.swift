/// A video codec that Rehearsal encodes and decodes.
public enum VideoCodec: String, Hashable, Sendable, CaseIterable {
    case vp8
    case vp9

    /// Ticks of the RTP clock, and of this room's time stamps, in a second (RFC 7741, section 4.1; RFC 9628).
    public static let clockRate: Int64 = 90_000

    /// The scale of `EncodedVideo.quantizer` and of `qpSum` in webrtc-stats.
    ///
    /// VP8: the frame's y_ac_qi (RFC 6386, section 9.6). VP9: its base_q_idx.
    public var quantizers: ClosedRange<Int> { self == .vp8 ? 0...127 : 0...255 }
}
