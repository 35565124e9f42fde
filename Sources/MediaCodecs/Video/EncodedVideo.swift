/// One encoded picture, before packetisation.
public struct EncodedVideo: Hashable, Sendable {
    public let bytes: [UInt8]
    public let isKeyFrame: Bool
    /// The frame's base quantiser index: 0 (finest) to 127 for VP8, to 255 for VP9.
    ///
    /// libvpx's `VP8E_GET_LAST_QUANTIZER`, from which libwebrtc takes `qpSum` as well.
    public let quantizer: Int
}
