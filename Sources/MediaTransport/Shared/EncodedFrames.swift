public import RTPWire
public import Units

/// One Opus packet as the encoder gave it.
public struct EncodedAudioFrame: Hashable, Sendable {
    public var payload: Payload
    /// When the first sample was captured.
    public var captureTime: Timestamp
    /// In samples at 48 kHz (RFC 7587, section 4.1).
    public var rtpTimestamp: UInt32
    public var descriptor: OpusDescriptor

    public init(payload: Payload, captureTime: Timestamp, rtpTimestamp: UInt32, descriptor: OpusDescriptor) {
        self.payload = payload
        self.captureTime = captureTime
        self.rtpTimestamp = rtpTimestamp
        self.descriptor = descriptor
    }
}

/// The video formats that a call can carry.
public enum VideoPayloadFormat: UInt8, Hashable, Sendable, CaseIterable {
    case vp8 = 0
    case vp9 = 1
}

/// One video frame as the encoder gave it.
public struct EncodedVideoFrame: Hashable, Sendable {
    public var payload: Payload
    public var isKeyFrame: Bool
    public var captureTime: Timestamp
    /// At 90 kHz (RFC 7741, section 4.1; RFC 9628, section 4.1).
    public var rtpTimestamp: UInt32
    public var codec: VideoPayloadFormat
    public var width: Int
    public var height: Int
    /// The base quantiser index: 0-127 for VP8, 0-255 for VP9.
    public var quantizer: Int

    public init(
        payload: Payload,
        isKeyFrame: Bool,
        captureTime: Timestamp,
        rtpTimestamp: UInt32,
        codec: VideoPayloadFormat,
        width: Int,
        height: Int,
        quantizer: Int
    ) {
        self.payload = payload
        self.isKeyFrame = isKeyFrame
        self.captureTime = captureTime
        self.rtpTimestamp = rtpTimestamp
        self.codec = codec
        self.width = width
        self.height = height
        self.quantizer = quantizer
    }
}
