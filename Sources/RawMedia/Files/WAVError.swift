/// Why bytes are not a WAV recording that can be played.
public enum WAVError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file does not begin with `RIFF` and `WAVE`.
    case notWAV
    /// A chunk says that it is longer than what is left of the file.
    case truncated(chunk: String, offset: Int, expected: Int, available: Int)
    /// The samples come before, or without, the chunk that describes them.
    case formatMissing
    case formatTooShort(bytes: Int)
    case unsupportedEncoding(tag: Int)
    case unsupportedSampleSize(bits: Int)
    case unsupportedChannels(Int)
    case unsupportedSampleRate(Int)
    /// Bytes for each moment that do not fit the channels and the sample size.
    case wrongBlockSize(Int, channels: Int)
    case dataMissing
    case noSamples
    /// The samples end in the middle of a moment.
    case partialSample(bytes: Int)

    private static let remedy = "convert it with: ffmpeg -i in.wav -ac 1 -ar 48000 -c:a pcm_s16le out.wav"

    public var description: String {
        switch self {
        case .notWAV:
            "this is not a WAV file (it does not begin with RIFF....WAVE); \(Self.remedy)"
        case .truncated(let chunk, let offset, let expected, let available):
            "the WAV file is cut short: its '\(chunk)' chunk at byte \(offset) should have \(expected) bytes, "
                + "but only \(available) are left; copy the file again"
        case .formatMissing:
            "the WAV file has no 'fmt ' chunk before its samples; \(Self.remedy)"
        case .formatTooShort(let bytes):
            "the WAV file's 'fmt ' chunk has \(bytes) bytes, which is too few for its format; \(Self.remedy)"
        case .unsupportedEncoding(let tag):
            "the WAV file is not linear PCM (its format tag is \(tag)); \(Self.remedy)"
        case .unsupportedSampleSize(let bits):
            "the WAV file has \(bits)-bit samples, but 16 bits are needed; \(Self.remedy)"
        case .unsupportedChannels(let count):
            "the WAV file has \(count) channels, but 1 or 2 are needed; \(Self.remedy)"
        case .unsupportedSampleRate(let rate):
            "the WAV file has \(rate) samples a second, but 8000 to 48000 are needed; \(Self.remedy)"
        case .wrongBlockSize(let size, let channels):
            "the WAV file says that \(channels) 16-bit channels take \(size) bytes, but they take \(2 * channels); "
                + Self.remedy
        case .dataMissing:
            "the WAV file has no 'data' chunk; \(Self.remedy)"
        case .noSamples:
            "the WAV file holds no samples; record it again"
        case .partialSample(let bytes):
            "the WAV file's samples end within a sample (\(bytes) bytes); copy the file again"
        }
    }
}
