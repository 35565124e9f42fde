import CVPX
public import RawMedia

/// A VP8 or VP9 decoder.
///
/// It must be fed only pictures whose references arrived: libvpx decodes VP8 past a gap without an error and shows
/// garbage. That tracking is the receiver's work.
public struct VideoDecoder: ~Copyable {
    public let codec: VideoCodec
    private let mostPixels: Int
    private let context: UnsafeMutablePointer<vpx_codec_ctx_t>
    private var needsKeyFrame = true

    /// Opens a decoder.
    ///
    /// - Parameters:
    ///   - codec: which streams it decodes.
    ///   - mostPixels: key frames that announce more are refused before memory is taken for them.
    /// - Throws: `notOpened` when the library refuses.
    public init(_ codec: VideoCodec, mostPixels: Int = 4_096 * 2_304) throws(CodecError) {
        let context = UnsafeMutablePointer<vpx_codec_ctx_t>.allocate(capacity: 1)
        context.initialize(to: vpx_codec_ctx_t())
        var configuration = vpx_codec_dec_cfg_t(threads: 1, w: 0, h: 0)
        let status = cvpx_decoder_init(context, Self.interface(codec), &configuration)
        guard status == VPX_CODEC_OK else {
            let failure = CodecError.LibraryFailure(context, status)
            context.deallocate()
            throw .notOpened(failure)
        }
        self.codec = codec
        self.mostPixels = mostPixels
        self.context = context
    }

    deinit {
        vpx_codec_destroy(context)
        context.deallocate()
    }

    /// The last decoded picture's base quantiser index, on the scale of `EncodedVideo.quantizer`; `nil` before one.
    public var lastQuantizer: Int? {
        var quantizer: Int32 = -1
        let status = cvpx_control_get(context, Int32(VPXD_GET_LAST_QUANTIZER.rawValue), &quantizer)
        return status == VPX_CODEC_OK && quantizer >= 0 && !needsKeyFrame ? Int(quantizer) : nil
    }

    /// Decodes one encoded picture.
    ///
    /// - Parameters:
    ///   - bytes: a whole frame.
    ///   - frame: overwritten where its size is right, else replaced. A caller that keeps every picture passes `nil`.
    /// - Returns: whether a picture came out; it is in `frame` then, which otherwise stays as it was.
    /// - Throws: `emptyInput`, `keyFrameRequired`, `pictureTooLarge`, `decodingFailed`, `unsupportedPictureFormat`.
    public mutating func decode(_ bytes: [UInt8], into frame: inout I420Frame?) throws(CodecError) -> Bool {
        guard !bytes.isEmpty else { throw .emptyInput }
        try inspect(bytes)
        let status = vpx_codec_decode(context, bytes, UInt32(bytes.count), nil, 0)
        guard status == VPX_CODEC_OK else { throw .decodingFailed(.init(context, status)) }
        needsKeyFrame = false
        var iterator: vpx_codec_iter_t?
        var hasPicture = false
        while let image = vpx_codec_get_frame(context, &iterator) {
            try image.pointee.copy(into: &frame)
            hasPicture = true
        }
        return hasPicture
    }

    private func inspect(_ bytes: [UInt8]) throws(CodecError) {
        var information = vpx_codec_stream_info_t()
        information.sz = UInt32(MemoryLayout<vpx_codec_stream_info_t>.size)
        let status = vpx_codec_peek_stream_info(Self.interface(codec), bytes, UInt32(bytes.count), &information)
        if needsKeyFrame && (status != VPX_CODEC_OK || information.is_kf == 0) { throw .keyFrameRequired }
        let (width, height) = (Int(information.w), Int(information.h))
        if width * height > mostPixels { throw .pictureTooLarge(width: width, height: height) }
    }

    private static func interface(_ codec: VideoCodec) -> OpaquePointer? {
        codec == .vp8 ? vpx_codec_vp8_dx() : vpx_codec_vp9_dx()
    }
}
