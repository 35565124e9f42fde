/// A recording from a WAV file: 16-bit linear PCM, 8 to 48 kHz, mono or stereo (mixed down to mono).
///
/// IBM and Microsoft: "Multimedia Programming Interface and Data Specifications 1.0", August 1991, and
/// `WAVEFORMATEXTENSIBLE` with the PCM sub-format.
public struct WAVFile: Hashable, Sendable {
    /// Samples a second of the file.
    public let sampleRate: Int
    /// Mono samples at the file's own rate; never empty.
    public let samples: [Int16]

    /// Reads a whole file that has been loaded already.
    ///
    /// - Throws: `WAVError` for everything that cannot be played as it was meant.
    public init(parsing bytes: [UInt8]) throws(WAVError) {
        guard bytes.count >= 12, Self.identifier(bytes, at: 0) == "RIFF", Self.identifier(bytes, at: 8) == "WAVE" else {
            throw .notWAV
        }
        var format: WAVFormat?
        var offset = 12
        while offset < bytes.count {
            guard bytes.count - offset >= 8 else {
                let available = bytes.count - offset
                throw .truncated(chunk: "chunk header", offset: offset, expected: 8, available: available)
            }
            let name = Self.identifier(bytes, at: offset)
            let size = Self.number(bytes, at: offset + 4, bytes: 4)
            let available = bytes.count - offset - 8
            guard size <= available else {
                throw .truncated(chunk: name, offset: offset, expected: size, available: available)
            }
            let body = (offset + 8)..<(offset + 8 + size)
            if name == "fmt " {
                format = try WAVFormat(parsing: Array(bytes[body].prefix(WAVFormat.byteCountMax)))
            } else if name == "data" {
                guard let format else { throw .formatMissing }
                sampleRate = format.sampleRate
                samples = try Self.samples(bytes, in: body, channels: format.channels)
                return
            }
            // Chunks begin at even offsets.
            offset += 8 + size + size % 2
        }
        throw format == nil ? .formatMissing : .dataMissing
    }

    /// Refuses a file by its first bytes, as far as they tell.
    ///
    /// - Throws: `WAVError` for what is no WAV file at all, or has a format that cannot be played.
    public static func check(beginning bytes: [UInt8]) throws(WAVError) {
        guard bytes.count >= 12, identifier(bytes, at: 0) == "RIFF", identifier(bytes, at: 8) == "WAVE" else {
            throw .notWAV
        }
        var offset = 12
        while offset + 8 <= bytes.count {
            let size = number(bytes, at: offset + 4, bytes: 4)
            let body = offset + 8
            if identifier(bytes, at: offset) == "fmt " {
                if body + size <= bytes.count { _ = try WAVFormat(parsing: Array(bytes[body..<(body + size)])) }
                return
            }
            offset = body + size + size % 2
        }
    }

    /// The recording at another rate.
    public func samples(at rate: Int) -> [Int16] {
        PolyphaseResampler(from: sampleRate, to: rate).resample(samples)
    }

    private static func samples(_ bytes: [UInt8], in data: Range<Int>, channels: Int) throws(WAVError) -> [Int16] {
        guard !data.isEmpty else { throw .noSamples }
        guard data.count % (2 * channels) == 0 else { throw .partialSample(bytes: data.count) }
        func value(at offset: Int) -> Int {
            Int(Int16(truncatingIfNeeded: Int(bytes[offset]) | Int(bytes[offset + 1]) << 8))
        }
        return stride(from: data.lowerBound, to: data.upperBound, by: 2 * channels).map { offset in
            guard channels == 2 else { return Int16(value(at: offset)) }
            return Int16((value(at: offset) + value(at: offset + 2)) >> 1)
        }
    }

    /// Four bytes as text; what is not printable ASCII shows as a question mark.
    private static func identifier(_ bytes: [UInt8], at offset: Int) -> String {
        String(bytes[offset..<(offset + 4)].map { (32..<127).contains($0) ? Character(UnicodeScalar($0)) : "?" })
    }

    /// A little-endian number without a sign.
    static func number(_ bytes: [UInt8], at offset: Int, bytes count: Int) -> Int {
        bytes[offset..<(offset + count)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

/// What a `fmt ` chunk says.
private struct WAVFormat {
    let sampleRate: Int
    let channels: Int

    /// No known form of the chunk says more than this many bytes do.
    static let byteCountMax = 40

    private static let pcm = 1
    private static let extensible = 0xFFFE

    init(parsing body: [UInt8]) throws(WAVError) {
        guard body.count >= 16 else { throw .formatTooShort(bytes: body.count) }
        var tag = WAVFile.number(body, at: 0, bytes: 2)
        if tag == Self.extensible {
            // The sub-format's first two bytes are the tag; the other 14 are the same for all tags.
            guard body.count >= 40 else { throw .formatTooShort(bytes: body.count) }
            tag = WAVFile.number(body, at: 24, bytes: 2)
        }
        guard tag == Self.pcm else { throw .unsupportedEncoding(tag: tag) }
        channels = WAVFile.number(body, at: 2, bytes: 2)
        sampleRate = WAVFile.number(body, at: 4, bytes: 4)
        let bits = WAVFile.number(body, at: 14, bytes: 2)
        guard bits == 16 else { throw .unsupportedSampleSize(bits: bits) }
        guard (1...2).contains(channels) else { throw .unsupportedChannels(channels) }
        guard (8_000...48_000).contains(sampleRate) else { throw .unsupportedSampleRate(sampleRate) }
        let blockSize = WAVFile.number(body, at: 12, bytes: 2)
        guard blockSize == 2 * channels else { throw .wrongBlockSize(blockSize, channels: channels) }
    }
}
