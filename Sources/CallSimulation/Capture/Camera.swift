import MediaCodecs
import MediaTransport
import RTPWire
import RawMedia
import Units

/// One party's camera, and what makes frames of its pictures: an encoder, or what a trace has of one.
struct Camera {
    let frameRate: FrameRate
    private let codec: VideoPayloadFormat
    private(set) var control: EncoderControl
    /// One of the three makes the frames; side by side, so that each is changed in place.
    private var encoder: PictureEncoder?
    private var trace: VideoTracePlayer?
    private var pictures: [TracedPicture] = []
    private let firstTimestamp: UInt32
    private var startedAt = Timestamp.start
    private var frameCount = 0
    private var keyFrameIsWanted = false
    private(set) var lastDecision: CodecLog.Frame?
    /// What became of the picture that was captured last; `nil` where it did not reach the encoder.
    private(set) var lastPicture: TracedPicture?
    /// The last pictures with their sizes, where they come from a trace.
    private var traced = Recent<(picture: TracedPicture, size: FrameSize)>(capacity: 1_024)

    /// - Parameter shelf: what other calls see too.
    init(
        source: VideoSource,
        plan: VideoPlan,
        firstTimestamp: UInt32,
        at now: Timestamp,
        sharing shelf: PictureShelf? = nil
    ) throws {
        let series = shelf?.series(of: source, plan.encoder)
        encoder = try PictureEncoder(source: source, plan: plan, sharing: series)
        (frameRate, codec, self.firstTimestamp) = (plan.frameRate, plan.codec, firstTimestamp)
        control = EncoderControl(EncoderControlConfiguration(plan), at: now)
    }

    init(_ player: VideoTracePlayer, plan: VideoPlan, firstTimestamp: UInt32, at now: Timestamp) {
        trace = player
        (frameRate, codec, self.firstTimestamp) = (plan.frameRate, plan.codec, firstTimestamp)
        control = EncoderControl(EncoderControlConfiguration(plan), at: now)
    }

    /// One that gives the very pictures of another call, by their numbers.
    init(pictures: [TracedPicture], plan: VideoPlan, firstTimestamp: UInt32, at now: Timestamp) {
        self.pictures = pictures
        (frameRate, codec, self.firstTimestamp) = (plan.frameRate, plan.codec, firstTimestamp)
        control = EncoderControl(EncoderControlConfiguration(plan), at: now)
    }

    mutating func start(at now: Timestamp) {
        startedAt = now
        control.start(at: now)
    }

    /// When the next picture is taken.
    var nextCapture: Timestamp { captureTime(ofFrame: frameCount) }

    /// The number of the frame that was captured last; `nil` before the first.
    var lastIndex: Int? { frameCount > 0 ? frameCount - 1 : nil }

    mutating func requestKeyFrame() { keyFrameIsWanted = true }

    mutating func setTarget(_ target: EncoderTarget, at now: Timestamp) {
        control.setTarget(target.videoBitrate, linkAllocation: target.videoLinkAllocation, at: now)
    }

    /// The frame that is due now, or `nil` where it is left out, by the control or by the encoder to keep its rate.
    mutating func capture(mouthOpening: Double) throws -> EncodedVideoFrame? {
        let index = frameCount
        let now = nextCapture
        frameCount += 1
        let opening = UInt8((min(max(mouthOpening, 0), 1) * 255).rounded())
        encoder?.note(mouthOpening: opening)
        (lastDecision, lastPicture) = (nil, nil)
        guard case .encode(let size) = control.capture(at: now) else {
            remember(.leftOut, control.frameSize)
            return nil
        }
        lastDecision = CodecLog.Frame(
            index: index,
            mouthOpening: Double(opening) / 255,
            bitrate: bitrate,
            frameRate: control.frameRate,
            width: size.width,
            height: size.height,
            forcesKeyFrame: keyFrameIsWanted
        )
        let (picture, payload) = try make(frame: index, size: size)
        lastPicture = picture
        guard !picture.isLeftOut else {
            control.dropped()
            return nil
        }
        if picture.isKeyFrame { keyFrameIsWanted = false }
        control.encoded(byteCount: Int(picture.byteCount), quantizer: Int(picture.quantizer), at: now)
        return EncodedVideoFrame(
            payload: payload,
            isKeyFrame: picture.isKeyFrame,
            captureTime: captureTime(ofFrame: index),
            rtpTimestamp: firstTimestamp &+ UInt32(truncatingIfNeeded: ticks(ofFrame: index)),
            codec: codec,
            width: size.width,
            height: size.height,
            quantizer: Int(picture.quantizer)
        )
    }

    /// Draws a frame that was captured before, as it was; of a trace there is none to draw.
    func draw(_ index: Int, into frame: inout I420Frame) {
        encoder?.draw(index, into: &frame)
    }

    /// The size of what it takes; `nil` where that is a trace.
    var pictureSize: (width: Int, height: Int)? { encoder?.pictureSize }

    /// What a trace has of a frame that was captured lately, and its size; mutating so that no camera is copied for it.
    mutating func tracedPicture(ofFrame index: Int) -> (picture: TracedPicture, size: FrameSize)? { traced[index] }

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

    private func ticks(ofFrame index: Int) -> Int64 { frameRate.ticks(ofFrame: index) }
}

// MARK: - The frame

extension Camera {
    private var bitrate: DataRate { max(control.bitrate, .kilobitsPerSecond(1)) }

    private mutating func make(frame index: Int, size: FrameSize) throws -> (TracedPicture, Payload) {
        if let encoder {
            let encoded = try encoder.encode(
                PictureEncoder.Request(
                    index: index,
                    size: size,
                    bitrate: bitrate,
                    frameRate: control.frameRate,
                    ticks: ticks(ofFrame: index),
                    forcesKeyFrame: keyFrameIsWanted
                )
            )
            return (encoded.picture, encoded.payload)
        }
        let rate = bitrate * (frameRate.perSecond / control.frameRate)
        let picture =
            trace?.next(size: size, bitrate: rate, forcesKeyFrame: keyFrameIsWanted)
            ?? (index < pictures.count ? pictures[index] : .leftOut)
        remember(picture, size)
        return (picture, .described(length: Int(picture.byteCount), frame: UInt32(truncatingIfNeeded: index)))
    }

    private mutating func remember(_ picture: TracedPicture, _ size: FrameSize) {
        if encoder == nil { traced.append((picture, size)) }
    }
}

extension FrameRate {
    /// When a frame is taken, at 90 kHz.
    func ticks(ofFrame index: Int) -> Int64 {
        Int64(index) * VideoCodec.clockRate * Int64(denominator) / Int64(numerator)
    }
}

extension VideoPlan {
    fileprivate var codec: VideoPayloadFormat { encoder.codec == .vp8 ? .vp8 : .vp9 }
}

extension EncoderControlConfiguration {
    init(_ plan: VideoPlan) {
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
