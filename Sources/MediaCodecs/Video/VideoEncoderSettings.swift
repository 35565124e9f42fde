public import Units

/// How a video encoder is opened; the defaults are those of libwebrtc on a desktop for one camera stream.
public struct VideoEncoderSettings: Hashable, Sendable {
    public var codec: VideoCodec
    /// Pixels, 1 to 16383.
    public var width: Int
    /// Pixels, 1 to 16383.
    public var height: Int
    /// The target rate, at least 1 kbit/s; libvpx takes whole kbit/s, rounded down.
    public var bitrate: DataRate
    /// Pictures a second, above 0 to 240: sets how large a key frame may become.
    public var frameRate: Double
    /// libvpx's `cpu-used`, or `nil` for libwebrtc's choice by size.
    ///
    /// VP8 takes -16 to -1: from 0 up its speed, and so its output, would follow the wall clock. VP9 takes 0 to 9.
    public var speed: Int?
    /// Temporal denoising before encoding; libwebrtc has it on.
    public var denoises: Bool
    /// Lets the encoder leave out pictures to hold its rate; libwebrtc has it on for cameras.
    public var dropsFrames: Bool

    public init(
        codec: VideoCodec,
        width: Int,
        height: Int,
        bitrate: DataRate,
        frameRate: Double = 30,
        speed: Int? = nil,
        denoises: Bool = true,
        dropsFrames: Bool = true
    ) {
        self.codec = codec
        self.width = width
        self.height = height
        self.bitrate = bitrate
        self.frameRate = frameRate
        self.speed = speed
        self.denoises = denoises
        self.dropsFrames = dropsFrames
    }

    /// The speed that is used: the chosen one, else libwebrtc's by size.
    ///
    /// `libvpx_vp8_encoder.cc` on x86: -4 below 352x288, else -6. `libvpx_vp9_encoder.cc`: 5 below 352x288, 7 below
    /// 1920x1080, else 9.
    public var effectiveSpeed: Int {
        if let speed { return speed }
        let pixels = width * height
        return switch codec {
        case .vp8: pixels < 352 * 288 ? -4 : -6
        case .vp9: pixels < 352 * 288 ? 5 : pixels < 1_920 * 1_080 ? 7 : 9
        }
    }

    /// How large a key frame may become, in percent of a picture's share of the rate: libwebrtc's `MaxIntraTarget`.
    ///
    /// Half of the optimal buffer of 600 ms, and never less than three pictures.
    var maximumIntraPercent: Int { max(300, Int(600 * 0.5 * frameRate / 10)) }

    func validate() throws(CodecError) {
        guard (1...16_383).contains(width), (1...16_383).contains(height) else {
            throw .invalidSetting(name: "size", value: "\(width)x\(height)", reason: "each side is 1 to 16383 pixels")
        }
        try Self.validate(bitrate, frameRate: frameRate)
        guard let speed else { return }
        switch codec {
        case .vp8 where !(-16 ... -1).contains(speed):
            let reason =
                speed >= 0
                ? "from 0 up VP8 follows the wall clock and no run could be repeated; it is -16 to -1"
                : "it is -16 to -1"
            throw .invalidSetting(name: "speed", value: "\(speed)", reason: reason)
        case .vp9 where !(0...9).contains(speed):
            throw .invalidSetting(name: "speed", value: "\(speed)", reason: "it is 0 to 9 for VP9")
        default: break
        }
    }

    static func validate(_ bitrate: DataRate, frameRate: Double) throws(CodecError) {
        guard (1_000...1_000_000_000).contains(bitrate.bitsPerSecond) else {
            throw .invalidSetting(
                name: "bitrate",
                value: "\(bitrate.bitsPerSecond) bit/s",
                reason: "it is 1 kbit/s to 1 Gbit/s"
            )
        }
        guard frameRate > 0, frameRate <= 240 else {
            throw .invalidSetting(name: "frame rate", value: "\(frameRate)", reason: "it is above 0, up to 240")
        }
    }
}
