import MediaCodecs
import MediaTransport
import RTPWire
import RawMedia
import Units

/// One party's camera and video encoder, with the control between them.
///
/// Any frame can be drawn again by its number, so that a shown frame is scored against the very picture it was made
/// from without keeping pictures in memory.
final class Camera {
    let frameRate: FrameRate
    private let source: VideoSource
    private let settings: VideoEncoderSettings
    private(set) var control: EncoderControl
    private var encoder: VideoEncoder
    /// As the camera takes it.
    private var picture: I420Frame
    /// As it is encoded, where that is smaller.
    private var scaled: I420Frame?
    private let firstTimestamp: UInt32
    private var startedAt = Timestamp.start
    private var frameCount = 0
    private var mouthOpenings: [UInt8] = []
    private var keyFrameIsWanted = false
    private(set) var lastDecision: CodecLog.Frame?

    init(source: VideoSource, plan: VideoPlan, firstTimestamp: UInt32, at now: Timestamp) throws {
        self.source = source
        self.firstTimestamp = firstTimestamp
        settings = plan.encoder
        frameRate = plan.frameRate
        control = EncoderControl(EncoderControlConfiguration(plan), at: now)
        encoder = try VideoEncoder(plan.encoder)
        picture = I420Frame(width: plan.encoder.width, height: plan.encoder.height)
    }

    func start(at now: Timestamp) {
        startedAt = now
        control.start(at: now)
    }

    /// When the next picture is taken.
    var nextCapture: Timestamp { captureTime(ofFrame: frameCount) }

    func requestKeyFrame() { keyFrameIsWanted = true }

    func setTarget(_ target: EncoderTarget, at now: Timestamp) {
        control.setTarget(target.videoBitrate, linkAllocation: target.videoLinkAllocation, at: now)
    }

    /// The frame that is due now, or `nil` where it is left out, by the control or by the encoder to keep its rate.
    func capture(mouthOpening: Double) throws -> EncodedVideoFrame? {
        let index = frameCount
        let now = nextCapture
        frameCount += 1
        mouthOpenings.append(UInt8((min(max(mouthOpening, 0), 1) * 255).rounded()))
        lastDecision = nil
        guard case .encode(let size) = control.capture(at: now) else { return nil }
        try prepareEncoder(for: size)
        draw(index, into: &picture)
        lastDecision = CodecLog.Frame(
            index: index,
            mouthOpening: Double(mouthOpenings[index]) / 255,
            bitrate: bitrate,
            frameRate: control.frameRate,
            width: size.width,
            height: size.height,
            forcesKeyFrame: keyFrameIsWanted
        )
        guard let encoded = try encode(frame: index) else {
            control.dropped()
            return nil
        }
        if encoded.isKeyFrame { keyFrameIsWanted = false }
        control.encoded(byteCount: encoded.bytes.count, quantizer: encoded.quantizer, at: now)
        return EncodedVideoFrame(
            payload: .bytes(encoded.bytes),
            isKeyFrame: encoded.isKeyFrame,
            captureTime: captureTime(ofFrame: index),
            rtpTimestamp: firstTimestamp &+ UInt32(truncatingIfNeeded: ticks(ofFrame: index)),
            codec: settings.codec == .vp8 ? .vp8 : .vp9,
            width: size.width,
            height: size.height,
            quantizer: encoded.quantizer
        )
    }

    /// Draws a frame that was captured before, as it was.
    func draw(_ index: Int, into frame: inout I420Frame) {
        source.frame(index: index, mouthOpening: Double(mouthOpenings[index]) / 255, into: &frame)
    }

    func frameIndex(ofTimestamp timestamp: UInt32) -> Int {
        let ticks = Int(Int32(bitPattern: timestamp &- firstTimestamp))
        let scaled = ticks * frameRate.numerator
        let divisor = Int(VideoCodec.clockRate) * frameRate.denominator
        return (scaled + divisor / 2) / divisor
    }

    func captureTime(ofFrame index: Int) -> Timestamp {
        let product = Int64(index) * 1_000_000_000 * Int64(frameRate.denominator)
        return startedAt + TimeDelta(nanoseconds: product / Int64(frameRate.numerator))
    }

    private func ticks(ofFrame index: Int) -> Int64 {
        Int64(index) * VideoCodec.clockRate * Int64(frameRate.denominator) / Int64(frameRate.numerator)
    }
}

// MARK: - The encoder

extension Camera {
    private var bitrate: DataRate { max(control.bitrate, .kilobitsPerSecond(1)) }

    /// A new size takes a new encoder, as in libwebrtc, and so begins with a key frame.
    private func prepareEncoder(for size: FrameSize) throws {
        guard size.width != encoder.settings.width || size.height != encoder.settings.height else {
            return try encoder.setRate(bitrate, frameRate: control.frameRate)
        }
        var settings = self.settings
        settings.width = size.width
        settings.height = size.height
        settings.bitrate = bitrate
        encoder = try VideoEncoder(settings)
        try encoder.setRate(bitrate, frameRate: control.frameRate)
        let isWhole = size.width == picture.width && size.height == picture.height
        scaled = isWhole ? nil : I420Frame(width: size.width, height: size.height)
    }

    private func encode(frame index: Int) throws -> EncodedVideo? {
        let ticks = ticks(ofFrame: index)
        guard var smaller = scaled else {
            return try encoder.encode(picture, presentationTicks: ticks, forceKeyFrame: keyFrameIsWanted)
        }
        scaled = nil
        defer { scaled = smaller }
        picture.scale(into: &smaller)
        return try encoder.encode(smaller, presentationTicks: ticks, forceKeyFrame: keyFrameIsWanted)
    }
}

extension EncoderControlConfiguration {
    fileprivate init(_ plan: VideoPlan) {
        self.init(
            codec: plan.encoder.codec == .vp8 ? .vp8 : .vp9,
            frameSize: FrameSize(width: plan.encoder.width, height: plan.encoder.height),
            frameRate: plan.frameRate.perSecond,
            degradation: plan.degradation,
            startBitrate: plan.encoder.bitrate,
            minimumBitrate: plan.bitrateMin
        )
    }
}
