public import Units

/// How an Opus encoder is opened; the defaults are those of a WebRTC endpoint on a desktop, mono.
///
/// Source: libwebrtc `modules/audio_coding/codecs/opus/audio_encoder_opus.cc` and `audio_encoder_opus_config.h`.
public struct OpusEncoderSettings: Hashable, Sendable {
    /// The target rate of the variable-rate encoder, 6 to 510 kbit/s.
    public var bitrate: DataRate
    /// From 0, cheapest, to 10.
    public var complexity: Int
    /// Allows low-rate copies (LBRR) in following packets; whether there are any depends on rate and expected loss.
    public var inBandFEC: Bool
    /// Allows packets of one or two bytes, with gaps of up to 400 ms, while nobody speaks.
    public var dtx: Bool
    /// The share of packets that the encoder should expect to be lost.
    public var expectedLoss: Probability

    public init(
        bitrate: DataRate = .kilobitsPerSecond(32),
        complexity: Int = 9,
        inBandFEC: Bool = true,
        dtx: Bool = false,
        expectedLoss: Probability = .never
    ) {
        self.bitrate = bitrate
        self.complexity = complexity
        self.inBandFEC = inBandFEC
        self.dtx = dtx
        self.expectedLoss = expectedLoss
    }
}
