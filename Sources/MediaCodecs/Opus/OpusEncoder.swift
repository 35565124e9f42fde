import COpus
public import Units

/// An Opus encoder for speech: 48 kHz, mono, 20 ms a packet, variable rate.
///
/// The same settings and samples give the same bytes, whatever else the machine does. RFC 6716.
public struct OpusEncoder: ~Copyable {
    /// Samples in a packet: 20 ms at 48 kHz.
    public static let samplesPerPacket = 960

    /// The longest packet of one frame: a table-of-contents byte and 1275 bytes (RFC 6716, section 3.4).
    private static let longestPacket = 1_276

    private let encoder: OpaquePointer
    private let packet: UnsafeMutablePointer<UInt8>
    private var bitsPerSecond: Int32
    private var lossPercent: Int32
    private var isInDTX = false

    /// Opens an encoder.
    ///
    /// - Throws: `invalidSetting` for a rate or complexity out of range, `notOpened` when the library refuses.
    public init(_ settings: OpusEncoderSettings = OpusEncoderSettings()) throws(CodecError) {
        let bitsPerSecond = try Self.validated(settings.bitrate)
        guard (0...10).contains(settings.complexity) else {
            throw .invalidSetting(name: "complexity", value: "\(settings.complexity)", reason: "it is 0 to 10")
        }
        let lossPercent = Self.percent(settings.expectedLoss)
        var status: Int32 = OPUS_OK
        guard let encoder = opus_encoder_create(48_000, 1, OPUS_APPLICATION_VOIP, &status), status == OPUS_OK else {
            throw .notOpened(.init(opus: status))
        }
        for (request, value) in [
            (OPUS_SET_BITRATE_REQUEST, bitsPerSecond),
            (OPUS_SET_COMPLEXITY_REQUEST, Int32(settings.complexity)),
            (OPUS_SET_INBAND_FEC_REQUEST, settings.inBandFEC ? 1 : 0),
            (OPUS_SET_DTX_REQUEST, settings.dtx ? 1 : 0),
            (OPUS_SET_PACKET_LOSS_PERC_REQUEST, lossPercent),
        ] {
            let status = copus_encoder_set(encoder, request, value)
            guard status == OPUS_OK else {
                opus_encoder_destroy(encoder)
                throw .notOpened(.init(opus: status))
            }
        }
        self.encoder = encoder
        packet = .allocate(capacity: Self.longestPacket)
        self.bitsPerSecond = bitsPerSecond
        self.lossPercent = lossPercent
    }

    deinit {
        opus_encoder_destroy(encoder)
        packet.deallocate()
    }

    /// Encodes the next 20 ms.
    ///
    /// - Parameter samples: 960 samples.
    /// - Returns: one packet.
    /// - Throws: `wrongSampleCount`, `encodingFailed`.
    public mutating func encode(_ samples: [Int16]) throws(CodecError) -> EncodedAudio {
        try encode(samples.span)
    }

    /// Encodes the next 20 ms.
    ///
    /// - Parameter samples: 960 samples.
    /// - Returns: one packet.
    /// - Throws: `wrongSampleCount`, `encodingFailed`.
    public mutating func encode(_ samples: Span<Int16>) throws(CodecError) -> EncodedAudio {
        guard samples.count == Self.samplesPerPacket else {
            throw .wrongSampleCount(expected: Self.samplesPerPacket, actual: samples.count)
        }
        let limit = packetLimit
        let length = samples.withUnsafeBufferPointer { pcm in
            guard let start = pcm.baseAddress else { return OPUS_BAD_ARG }
            return opus_encode(encoder, start, Int32(Self.samplesPerPacket), packet, limit)
        }
        guard length > 0 else { throw .encodingFailed(.init(opus: length)) }
        let bytes = [UInt8](UnsafeBufferPointer(start: packet, count: Int(length)))
        let isDTX = length <= 2
        defer { isInDTX = isDTX }
        return EncodedAudio(
            bytes: bytes,
            sampleCount: Self.samplesPerPacket,
            hasInBandFEC: OpusPacket(bytes)?.hasInBandFEC ?? false,
            isDTX: isDTX,
            continuesDTX: isDTX && isInDTX
        )
    }

    /// Changes the target rate from the next packet on; free where it is the rate already.
    ///
    /// - Throws: `invalidSetting` outside 6 to 510 kbit/s, `encodingFailed` when the library refuses.
    public mutating func setBitrate(_ bitrate: DataRate) throws(CodecError) {
        let value = try Self.validated(bitrate)
        guard value != bitsPerSecond else { return }
        try set(OPUS_SET_BITRATE_REQUEST, value)
        bitsPerSecond = value
    }

    /// Changes the expected loss, rounded to whole percent, from the next packet on; free where that is no change.
    ///
    /// - Throws: `encodingFailed` when the library refuses.
    public mutating func setExpectedLoss(_ loss: Probability) throws(CodecError) {
        let value = Self.percent(loss)
        guard value != lossPercent else { return }
        try set(OPUS_SET_PACKET_LOSS_PERC_REQUEST, value)
        lossPercent = value
    }

    /// Samples at 48 kHz that a decoder puts out before the first that was encoded.
    ///
    /// - Throws: `encodingFailed` when the library refuses.
    public func lookahead() throws(CodecError) -> Int {
        var samples: Int32 = 0
        let status = copus_encoder_get(encoder, OPUS_GET_LOOKAHEAD_REQUEST, &samples)
        guard status == OPUS_OK else { throw .encodingFailed(.init(opus: status)) }
        return Int(samples)
    }

    /// How long a packet may become: twice what the rate gives, as in libwebrtc's `SufficientOutputBufferSize` [R].
    private var packetLimit: Int32 { min(Int32(Self.longestPacket), 2 * 20 * (bitsPerSecond / 8_000 + 1)) }

    private mutating func set(_ request: Int32, _ value: Int32) throws(CodecError) {
        let status = copus_encoder_set(encoder, request, value)
        guard status == OPUS_OK else { throw .encodingFailed(.init(opus: status)) }
    }

    private static func validated(_ bitrate: DataRate) throws(CodecError) -> Int32 {
        guard (6_000...510_000).contains(bitrate.bitsPerSecond) else {
            throw .invalidSetting(
                name: "bitrate",
                value: "\(bitrate.bitsPerSecond) bit/s",
                reason: "Opus takes 6 to 510 kbit/s"
            )
        }
        return Int32(bitrate.bitsPerSecond)
    }

    private static func percent(_ loss: Probability) -> Int32 { Int32((loss.value * 100).rounded()) }
}

extension CodecError.LibraryFailure {
    init(opus status: Int32) { self.init(code: Int(status), message: String(cString: opus_strerror(status))) }
}
