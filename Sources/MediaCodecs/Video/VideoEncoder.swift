import CVPX
public import RawMedia
public import Units

/// A VP8 or VP9 encoder, set as libwebrtc sets libvpx for one camera stream without layers.
///
/// The same settings, pictures and time stamps give the same bytes, whatever else the machine does: one thread, no
/// look-ahead, realtime deadline, time stamps from the caller, and no speed that follows the wall clock.
public struct VideoEncoder: ~Copyable {
    public let settings: VideoEncoderSettings
    private let context: UnsafeMutablePointer<vpx_codec_ctx_t>
    private var configuration: vpx_codec_enc_cfg_t
    private var frameRate: Double
    private var lastTicks: Int64?
    private var lastOutputTicks: Int64?
    /// For so long libwebrtc lets VP8 leave pictures out; then one is encoded whatever its size.
    private static let longestDropTicks = 2 * VideoCodec.clockRate

    /// Opens an encoder.
    ///
    /// - Throws: `invalidSetting`, or `notOpened` when the library refuses.
    public init(_ settings: VideoEncoderSettings) throws(CodecError) {
        try settings.validate()
        let configuration = try settings.configuration()
        context = try settings.open(configuration)
        self.settings = settings
        self.configuration = configuration
        frameRate = settings.frameRate
    }

    deinit {
        vpx_codec_destroy(context)
        context.deallocate()
    }

    /// How long libwebrtc tells libvpx that a picture lasts: a second over the rounded frame rate, in 90 kHz ticks.
    public var frameDurationTicks: Int64 { VideoCodec.clockRate / max(1, Int64(frameRate.rounded())) }

    /// Encodes a picture; the planes are read where they lie.
    ///
    /// - Parameters:
    ///   - frame: has the encoder's size.
    ///   - presentationTicks: virtual time at 90 kHz, later than the picture before; drives rate control.
    ///   - durationTicks: how long the picture is expected to last, at 90 kHz; `nil` takes `frameDurationTicks`.
    ///   - forceKeyFrame: makes a picture that needs no other.
    /// - Returns: the encoded picture, or `nil` where the encoder left it out to hold its rate.
    /// - Throws: `wrongPictureSize`, `presentationTimeNotLater`, `encodingFailed`.
    public mutating func encode(
        _ frame: I420Frame,
        presentationTicks: Int64,
        durationTicks: Int64? = nil,
        forceKeyFrame: Bool = false
    ) throws(CodecError) -> EncodedVideo? {
        let chroma = frame.chromaWidth * frame.chromaHeight
        guard frame.width == settings.width, frame.height == settings.height,
            frame.y.count == frame.width * frame.height, frame.u.count == chroma, frame.v.count == chroma
        else {
            throw .wrongPictureSize(
                expectedWidth: settings.width,
                expectedHeight: settings.height,
                actualWidth: frame.width,
                actualHeight: frame.height
            )
        }
        let duration = durationTicks ?? frameDurationTicks
        if duration <= 0 || presentationTicks <= lastTicks ?? .min {
            throw .presentationTimeNotLater(previousTicks: lastTicks ?? 0, ticks: presentationTicks)
        }
        lastTicks = presentationTicks
        let threshold = configuration.rc_dropframe_thresh
        let mayDrop = threshold == 0 || !isOutputDue(at: presentationTicks)
        if !mayDrop { try setDropThreshold(0) }
        let flags = forceKeyFrame ? vpx_enc_frame_flags_t(VPX_EFLAG_FORCE_KF) : settings.codec.interFrameFlags
        let (width, height) = (UInt32(frame.width), UInt32(frame.height))
        let status = frame.y.withUnsafeBufferPointer { y in
            frame.u.withUnsafeBufferPointer { u in
                frame.v.withUnsafeBufferPointer { v in
                    cvpx_encode_i420(
                        context,
                        y.baseAddress,
                        u.baseAddress,
                        v.baseAddress,
                        width,
                        height,
                        presentationTicks,
                        UInt(duration),
                        flags
                    )
                }
            }
        }
        guard status == VPX_CODEC_OK else { throw .encodingFailed(.init(context, status)) }
        let encoded = output()
        if !mayDrop { try setDropThreshold(threshold) }
        if encoded != nil { lastOutputTicks = presentationTicks }
        return encoded
    }

    /// Changes the target rate and the frame rate from the next picture on; free where nothing changes.
    ///
    /// As in libwebrtc, the limit on key frames stays as it was opened, and the frame rate only sets
    /// `frameDurationTicks`.
    /// - Throws: `invalidSetting`, or `encodingFailed` when the library refuses.
    public mutating func setRate(_ bitrate: DataRate, frameRate: Double) throws(CodecError) {
        try VideoEncoderSettings.validate(bitrate, frameRate: frameRate)
        self.frameRate = frameRate
        let target = UInt32(bitrate.bitsPerSecond / 1_000)
        guard target != configuration.rc_target_bitrate else { return }
        let previous = configuration.rc_target_bitrate
        configuration.rc_target_bitrate = target
        let status = vpx_codec_enc_config_set(context, &configuration)
        guard status == VPX_CODEC_OK else {
            configuration.rc_target_bitrate = previous
            throw .encodingFailed(.init(context, status))
        }
    }

    /// Copies out the picture as a decoder that lost nothing shows it after the last `encode`.
    ///
    /// After a picture that was left out this is still the one before. Saves a decoder where nothing was lost.
    /// - Parameter frame: overwritten where its size is right, else replaced.
    /// - Returns: whether there is a picture.
    /// - Throws: `unsupportedPictureFormat`.
    public mutating func copyReconstruction(into frame: inout I420Frame?) throws(CodecError) -> Bool {
        guard let image = vpx_codec_get_preview_frame(context) else { return false }
        try image.pointee.copy(into: &frame)
        return true
    }

    private func isOutputDue(at ticks: Int64) -> Bool {
        guard settings.codec == .vp8, let lastOutputTicks else { return false }
        return ticks - lastOutputTicks >= Self.longestDropTicks
    }

    private mutating func setDropThreshold(_ threshold: UInt32) throws(CodecError) {
        configuration.rc_dropframe_thresh = threshold
        let status = vpx_codec_enc_config_set(context, &configuration)
        guard status == VPX_CODEC_OK else { throw .encodingFailed(.init(context, status)) }
    }

    private func output() -> EncodedVideo? {
        var iterator: vpx_codec_iter_t?
        while let packet = vpx_codec_get_cx_data(context, &iterator) {
            guard packet.pointee.kind == VPX_CODEC_CX_FRAME_PKT else { continue }
            let frame = packet.pointee.data.frame
            var quantizer: Int32 = -1
            _ = cvpx_control_get(context, Int32(VP8E_GET_LAST_QUANTIZER.rawValue), &quantizer)
            return EncodedVideo(
                bytes: [UInt8](UnsafeRawBufferPointer(start: frame.buf, count: frame.sz)),
                isKeyFrame: frame.flags & UInt32(VPX_FRAME_IS_KEY) != 0,
                quantizer: Int(quantizer)
            )
        }
        return nil
    }
}

extension VideoCodec {
    /// With one temporal layer libwebrtc's VP8 refers to the last picture alone and leaves the golden and alternative
    /// references at the key frame (`default_temporal_layers.cc`).
    fileprivate var interFrameFlags: vpx_enc_frame_flags_t {
        switch self {
        case .vp8:
            vpx_enc_frame_flags_t(
                VP8_EFLAG_NO_REF_GF | VP8_EFLAG_NO_REF_ARF | VP8_EFLAG_NO_UPD_GF | VP8_EFLAG_NO_UPD_ARF
            )
        case .vp9: 0
        }
    }
}

extension CodecError.LibraryFailure {
    /// Must be read before the context is used again or destroyed.
    init(_ context: UnsafeMutablePointer<vpx_codec_ctx_t>, _ status: vpx_codec_err_t) {
        let detail = vpx_codec_error_detail(context).map { ": " + String(cString: $0) } ?? ""
        self.init(code: Int(status.rawValue), message: String(cString: vpx_codec_err_to_string(status)) + detail)
    }
}
