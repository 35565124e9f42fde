/// Why a codec could not be opened, or refused what it was given.
public enum CodecError: Error, Equatable, Sendable {
    /// A setting is outside what the codec, or a reproducible run, allows.
    case invalidSetting(name: String, value: String, reason: String)
    /// The library would not open the codec.
    case notOpened(LibraryFailure)
    /// The encoder would not encode, or would not take a setting while running.
    case encodingFailed(LibraryFailure)
    /// The bytes are no packet or frame of this codec; the decoder lives on.
    case decodingFailed(LibraryFailure)
    /// The encoder was given another number of samples than one packet holds.
    case wrongSampleCount(expected: Int, actual: Int)
    /// Samples can be made up only in whole 2.5 ms, up to 120 ms.
    case unsupportedSampleCount(Int)
    /// The picture's size is not the encoder's, or its planes do not have the size that it states.
    case wrongPictureSize(expectedWidth: Int, expectedHeight: Int, actualWidth: Int, actualHeight: Int)
    /// A picture must be later than the one before, and last for more than no time.
    case presentationTimeNotLater(previousTicks: Int64, ticks: Int64)
    /// There is nothing to decode in no bytes.
    case emptyInput
    /// Nothing can be decoded before the first key frame.
    case keyFrameRequired
    /// The key frame announces more pixels than the decoder was opened for.
    case pictureTooLarge(width: Int, height: Int)
    /// The stream decodes to something other than 8-bit 4:2:0 pictures.
    case unsupportedPictureFormat

    /// What the library says of a failure.
    public struct LibraryFailure: Equatable, Sendable {
        /// The library's own code: `OPUS_...` (negative) or `VPX_CODEC_...` (positive).
        public let code: Int
        /// The library's words, with its detail where it has one.
        public let message: String
    }
}
