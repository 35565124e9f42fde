import CVPX
import Units

/// What libwebrtc sets in libvpx.
///
/// `modules/video_coding/codecs/vp8/libvpx_vp8_encoder.cc` and `vp9/libvpx_vp9_encoder.cc`.
extension VideoEncoderSettings {
    func configuration() throws(CodecError) -> vpx_codec_enc_cfg_t {
        var configuration = vpx_codec_enc_cfg_t()
        let status = vpx_codec_enc_config_default(interface, &configuration, 0)
        guard status == VPX_CODEC_OK else {
            let message = String(cString: vpx_codec_err_to_string(status))
            throw .notOpened(.init(code: Int(status.rawValue), message: message))
        }
        configuration.g_w = UInt32(width)
        configuration.g_h = UInt32(height)
        configuration.g_timebase = vpx_rational(num: 1, den: Int32(VideoCodec.clockRate))
        // libwebrtc takes two threads and more above 640x480; output then depends on their number.
        configuration.g_threads = 1
        configuration.g_lag_in_frames = 0
        configuration.g_pass = VPX_RC_ONE_PASS
        configuration.g_error_resilient = 0
        configuration.rc_end_usage = VPX_CBR
        configuration.rc_target_bitrate = UInt32(bitrate.bitsPerSecond / 1_000)
        configuration.rc_dropframe_thresh = dropsFrames ? 30 : 0
        configuration.rc_resize_allowed = 0
        configuration.rc_buf_initial_sz = 500
        configuration.rc_buf_optimal_sz = 600
        configuration.rc_buf_sz = 1_000
        configuration.rc_min_quantizer = 2
        configuration.kf_max_dist = 3_000
        switch codec {
        case .vp8:
            configuration.rc_undershoot_pct = 100
            configuration.rc_overshoot_pct = 15
            configuration.rc_max_quantizer = 56
            configuration.kf_mode = VPX_KF_AUTO
        case .vp9:
            configuration.rc_undershoot_pct = 50
            configuration.rc_overshoot_pct = 50
            configuration.rc_max_quantizer = 52
            configuration.kf_mode = VPX_KF_DISABLED
        }
        return configuration
    }

    func open(_ configuration: vpx_codec_enc_cfg_t) throws(CodecError) -> UnsafeMutablePointer<vpx_codec_ctx_t> {
        let context = UnsafeMutablePointer<vpx_codec_ctx_t>.allocate(capacity: 1)
        context.initialize(to: vpx_codec_ctx_t())
        var status = withUnsafePointer(to: configuration) { cvpx_encoder_init(context, interface, $0) }
        for (control, value) in controls where status == VPX_CODEC_OK {
            status = cvpx_control_set(context, Int32(control.rawValue), Int32(value))
        }
        guard status == VPX_CODEC_OK else {
            let failure = CodecError.LibraryFailure(context, status)
            vpx_codec_destroy(context)
            context.deallocate()
            throw .notOpened(failure)
        }
        return context
    }

    private var interface: OpaquePointer? { codec == .vp8 ? vpx_codec_vp8_cx() : vpx_codec_vp9_cx() }

    private var controls: [(vp8e_enc_control_id, Int)] {
        let shared: [(vp8e_enc_control_id, Int)] = [
            (VP8E_SET_CPUUSED, effectiveSpeed),
            (VP8E_SET_STATIC_THRESHOLD, 1),
            (VP8E_SET_MAX_INTRA_BITRATE_PCT, maximumIntraPercent),
        ]
        switch codec {
        case .vp8:
            return shared + [
                // 4: adaptive, libwebrtc's choice for a desktop.
                (VP8E_SET_NOISE_SENSITIVITY, denoises ? 4 : 0),
                (VP8E_SET_TOKEN_PARTITIONS, Int(VP8_ONE_TOKENPARTITION.rawValue)),
                (VP8E_SET_SCREEN_CONTENT_MODE, 0),
            ]
        case .vp9:
            return shared + [
                (VP9E_SET_AQ_MODE, 3),
                (VP9E_SET_FRAME_PARALLEL_DECODING, 0),  // [R]
                (VP9E_SET_ROW_MT, 1),
                (VP9E_SET_TILE_COLUMNS, 0),
                (VP9E_SET_NOISE_SENSITIVITY, denoises && width * height < 1_920 * 1_080 ? 1 : 0),
                (VP9E_SET_POSTENCODE_DROP, dropsFrames ? 1 : 0),
            ]
        }
    }
}
