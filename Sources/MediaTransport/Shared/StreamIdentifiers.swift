public import RTPWire

/// The numbers that name one party's streams.
public struct StreamIdentifiers: Hashable, Sendable {
    public var audioSSRC: UInt32
    public var videoSSRC: UInt32
    /// The stream that carries video retransmissions (RFC 4588, section 4).
    public var videoRTXSSRC: UInt32
    public var payloadTypes: PayloadTypes

    /// Whether a source is one of these streams.
    func isOwn(_ ssrc: UInt32) -> Bool { ssrc == audioSSRC || ssrc == videoSSRC || ssrc == videoRTXSSRC }

    public init(audioSSRC: UInt32, videoSSRC: UInt32, videoRTXSSRC: UInt32, payloadTypes: PayloadTypes = .chromium) {
        self.audioSSRC = audioSSRC
        self.videoSSRC = videoSSRC
        self.videoRTXSSRC = videoRTXSSRC
        self.payloadTypes = payloadTypes
    }

    public func payloadType(of codec: VideoPayloadFormat) -> UInt8 {
        codec == .vp8 ? payloadTypes.vp8 : payloadTypes.vp9
    }

    public func rtxPayloadType(of codec: VideoPayloadFormat) -> UInt8 {
        codec == .vp8 ? payloadTypes.vp8RTX : payloadTypes.vp9RTX
    }
}
