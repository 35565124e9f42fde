public import Units

/// What stands between a camera and its encoder: how large and how many the pictures are, and at which rate they are
/// encoded (libwebrtc, `video_stream_encoder.cc` with `video/adaptation`).
///
/// Sans-IO: hand over each captured picture, what became of it, and each new target; read `bitrate` and `frameRate`
/// before encoding. Between pictures nothing is due: checks are made up before the next one.
public struct EncoderControl: Sendable {
    /// What to do with a captured picture.
    public enum Decision: Hashable, Sendable {
        case encode(FrameSize)
        case drop
    }

    private static let rateUpdateInterval = TimeDelta.seconds(1)

    private let configuration: EncoderControlConfiguration
    private var adaptation: VideoAdaptation
    private var scaler: QualityScaler?
    private var dropper: InitialFrameDropper
    private var limiter = FrameRateLimiter()
    private var adjuster: EncoderBitrateAdjuster
    private var target: DataRate
    private var linkAllocation: DataRate
    private var nextRateUpdate: Timestamp
    private var encodedFrames = RateMeter()
    private var startedAt: Timestamp
    private var encodedSize: FrameSize?

    /// What the encoder is to be set to.
    public private(set) var bitrate: DataRate
    public private(set) var limitation: QualityLimitation
    /// What the frames so far should have had together, in bytes (W3C `totalEncodedBytesTarget`).
    public private(set) var totalEncodedBytesTarget: Int64 = 0

    /// A control whose camera runs from `start` on.
    public init(_ configuration: EncoderControlConfiguration, at now: Timestamp) {
        self.configuration = configuration
        adaptation = VideoAdaptation(
            preference: configuration.degradation,
            smallestPixels: configuration.smallestPixels
        )
        dropper = InitialFrameDropper(limits: configuration.bitrateLimits)
        adjuster = EncoderBitrateAdjuster(minimum: configuration.minimumBitrate)
        target = configuration.startBitrate
        linkAllocation = configuration.startBitrate
        bitrate = configuration.startBitrate
        limitation = QualityLimitation(at: now)
        startedAt = now
        nextRateUpdate = now
    }

    /// Frames a second that reach the encoder.
    public var frameRate: Double {
        min(configuration.frameRate, adaptation.restrictions.maximumFrameRate.map(Double.init) ?? .infinity)
    }

    /// The size at which the next picture is encoded.
    public var frameSize: FrameSize {
        let restrictions = adaptation.restrictions
        guard restrictions.maximumPixels != nil else { return configuration.frameSize }
        return configuration.frameSize.scaled(
            targetPixels: restrictions.targetPixels,
            maximumPixels: restrictions.maximumPixels
        )
    }

    /// Media may be sent from now on.
    ///
    /// Cameras run while a connection is being made, and those pictures meet the start rate: the initial drops are
    /// over when media starts.
    public mutating func start(at now: Timestamp) {
        startedAt = now
        limitation = QualityLimitation(at: now)
        if configuration.degradation.scalesByQuality {
            scaler = QualityScaler(thresholds: QualityScaler.thresholds(of: configuration.codec), at: now)
            while dropper.drops(pixels: frameSize.pixels, bitrate: target) {
                if adaptation.stepDownResolution(from: input) { adapted(at: now) }
            }
        }
        dropper.disable()
        updateRate(at: now)
    }

    /// Takes a new allocation: what the encoder is to produce, and what the path carries for it.
    public mutating func setTarget(_ target: DataRate, linkAllocation: DataRate, at now: Timestamp) {
        self.target = target
        self.linkAllocation = linkAllocation
        updateRate(at: now)
    }

    public mutating func capture(at now: Timestamp) -> Decision {
        advance(to: now)
        if limiter.drops(at: now) { return .drop }
        let size = frameSize
        if let encodedSize, encodedSize != size {
            limitation.countResolutionChange()
            adjuster = EncoderBitrateAdjuster(minimum: configuration.minimumBitrate)
            updateRate(at: now)
        }
        encodedSize = size
        return .encode(size)
    }

    /// Takes what the encoder made of the last picture.
    public mutating func encoded(byteCount: Int, quantizer: Int, at now: Timestamp) {
        encodedFrames.trim(to: now)
        let window = min(max((now - startedAt).seconds, 1 / configuration.frameRate), 1)
        let rate = max(1, Double(encodedFrames.bytes) / window)
        totalEncodedBytesTarget += Int64((Double(bitrate.bitsPerSecond) / 8 / rate).rounded())
        encodedFrames.add(1, at: now)
        adjuster.encoded(byteCount: byteCount, at: now)
        scaler?.encoded(quantizer: quantizer, at: now)
    }

    /// The encoder left the last picture out to hold its rate.
    public mutating func dropped() { scaler?.dropped() }

    private var input: VideoAdaptation.Input {
        VideoAdaptation.Input(pixels: frameSize.pixels, frameRate: Int(frameRate.rounded()))
    }

    private mutating func advance(to now: Timestamp) {
        while let usage = scaler?.advance(to: now) {
            let (input, rate, limits) = (input, target, configuration.bitrateLimits)
            let hasStepped =
                switch usage {
                case .high: adaptation.stepDown(from: input)
                case .low:
                    adaptation.stepUp(from: input) { pixels in
                        limits.smallestStartBitrate(atPixels: pixels).map { rate >= $0 } ?? true
                    }
                }
            if hasStepped { adapted(at: now) }
        }
        if now >= nextRateUpdate { updateRate(at: now) }
    }

    private mutating func adapted(at now: Timestamp) {
        let restrictions = adaptation.restrictions
        limiter.maximum = restrictions.maximumFrameRate
        let isLimited = restrictions.resolutionSteps > 0 || restrictions.frameRateSteps > 0
        limitation.set(isLimited ? .bandwidth : .none, at: now)
    }

    private mutating func updateRate(at now: Timestamp) {
        nextRateUpdate = now + Self.rateUpdateInterval
        bitrate = adjuster.adjust(target, linkAllocation: linkAllocation, frameRate: frameRate, at: now)
    }
}
