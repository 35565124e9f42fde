import MediaCodecs
import MediaTransport
import RTPWire
import RawMedia
import Units

/// One party's camera and video encoder.
///
/// Any frame can be drawn again by its number, so that a shown frame is scored against the very picture it was made
/// from without keeping pictures in memory.
final class Camera {
    let frameRate: FrameRate
    private let source: VideoSource
    private var encoder: VideoEncoder
    private var picture: I420Frame
    private let firstTimestamp: UInt32
    private var startedAt = Timestamp.start
    private var frameCount = 0
    private var mouthOpenings: [UInt8] = []
    private var keyFrameIsWanted = false
    private(set) var lastDecision: CodecLog.Frame?
    private var bitrate: DataRate

    init(source: VideoSource, plan: VideoPlan, firstTimestamp: UInt32) throws {
        self.source = source
        self.firstTimestamp = firstTimestamp
        frameRate = plan.frameRate
        encoder = try VideoEncoder(plan.encoder)
        picture = I420Frame(width: plan.encoder.width, height: plan.encoder.height)
        bitrate = plan.encoder.bitrate
    }

    func start(at now: Timestamp) { startedAt = now }

    /// When the next picture is taken.
    var nextCapture: Timestamp { captureTime(ofFrame: frameCount) }

    func requestKeyFrame() { keyFrameIsWanted = true }

    func setRate(_ bitrate: DataRate) throws {
        self.bitrate = bitrate
        try encoder.setRate(bitrate, frameRate: frameRate.perSecond)
    }

    /// The frame that is due now, or `nil` where the encoder drops it to keep its rate.
    func capture(mouthOpening: Double) throws -> EncodedVideoFrame? {
        let index = frameCount
        frameCount += 1
        mouthOpenings.append(UInt8((min(max(mouthOpening, 0), 1) * 255).rounded()))
        draw(index, into: &picture)
        lastDecision = CodecLog.Frame(
            index: index,
            mouthOpening: Double(mouthOpenings[index]) / 255,
            bitrate: bitrate,
            forcesKeyFrame: keyFrameIsWanted
        )
        let encoded = try encoder.encode(
            picture,
            presentationTicks: ticks(ofFrame: index),
            durationTicks: ticks(ofFrame: index + 1) - ticks(ofFrame: index),
            forceKeyFrame: keyFrameIsWanted
        )
        guard let encoded else { return nil }
        if encoded.isKeyFrame { keyFrameIsWanted = false }
        return EncodedVideoFrame(
            payload: .bytes(encoded.bytes),
            isKeyFrame: encoded.isKeyFrame,
            captureTime: captureTime(ofFrame: index),
            rtpTimestamp: firstTimestamp &+ UInt32(truncatingIfNeeded: ticks(ofFrame: index)),
            codec: encoder.settings.codec == .vp8 ? .vp8 : .vp9,
            width: picture.width,
            height: picture.height,
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
