import COpus

/// An Opus decoder: 48 kHz, mono.
///
/// For each lost packet but the last of a gap call `conceal`, for the last one `decodeFEC` with the packet that follows
/// the gap, then `decode` that packet. RFC 6716.
public struct OpusDecoder: ~Copyable {
    /// The longest packet, 120 ms, at 48 kHz (RFC 6716, section 3.4, R5).
    private static let mostSamples = 5_760

    private let decoder: OpaquePointer
    private let output: UnsafeMutablePointer<Int16>

    /// Opens a decoder.
    ///
    /// - Throws: `notOpened` when the library refuses.
    public init() throws(CodecError) {
        var status: Int32 = OPUS_OK
        guard let decoder = opus_decoder_create(48_000, 1, &status), status == OPUS_OK else {
            throw .notOpened(.init(opus: status))
        }
        self.decoder = decoder
        output = .allocate(capacity: Self.mostSamples)
    }

    deinit {
        opus_decoder_destroy(decoder)
        output.deallocate()
    }

    /// Decodes a packet and appends its samples: 960 for a packet of 20 ms.
    ///
    /// - Throws: `emptyInput`, or `decodingFailed` for bytes that are no Opus packet; nothing is appended then.
    public mutating func decode(_ bytes: [UInt8], into samples: inout [Int16]) throws(CodecError) {
        guard !bytes.isEmpty else { throw .emptyInput }
        let count = opus_decode(decoder, bytes, Int32(bytes.count), output, Int32(Self.mostSamples), 0)
        try append(count, to: &samples)
    }

    /// Appends the samples of the lost packet before this one, from the low-rate copy in it.
    ///
    /// Without a copy (`OpusPacket.hasInBandFEC`) this conceals.
    /// - Parameters:
    ///   - bytes: the packet that follows the lost one; it still has to be decoded itself.
    ///   - sampleCount: the length of the lost packet.
    ///   - samples: receives `sampleCount` samples.
    /// - Throws: `emptyInput`, `unsupportedSampleCount`, `decodingFailed`.
    public mutating func decodeFEC(
        fromNext bytes: [UInt8],
        sampleCount: Int = OpusEncoder.samplesPerPacket,
        into samples: inout [Int16]
    ) throws(CodecError) {
        guard !bytes.isEmpty else { throw .emptyInput }
        let wanted = try Self.validated(sampleCount)
        try append(opus_decode(decoder, bytes, Int32(bytes.count), output, wanted, 1), to: &samples)
    }

    /// Makes up samples for a lost packet and appends them.
    ///
    /// - Throws: `unsupportedSampleCount`, `decodingFailed`.
    public mutating func conceal(
        sampleCount: Int = OpusEncoder.samplesPerPacket,
        into samples: inout [Int16]
    ) throws(CodecError) {
        let wanted = try Self.validated(sampleCount)
        try append(opus_decode(decoder, nil, 0, output, wanted, 0), to: &samples)
    }

    private mutating func append(_ count: Int32, to samples: inout [Int16]) throws(CodecError) {
        guard count >= 0 else { throw .decodingFailed(.init(opus: count)) }
        samples.append(contentsOf: UnsafeBufferPointer(start: output, count: Int(count)))
    }

    private static func validated(_ sampleCount: Int) throws(CodecError) -> Int32 {
        guard (120...mostSamples).contains(sampleCount), sampleCount.isMultiple(of: 120) else {
            throw .unsupportedSampleCount(sampleCount)
        }
        return Int32(sampleCount)
    }
}
