import MediaCodecs
import RawMedia
import RTPWire
import Units

/// What stood on one party's screen, at the camera's rate: black at first, and the last picture again in a freeze.
struct ScreenTrack {
    private let start: Timestamp
    private let frameRate: FrameRate
    let pictureCount: Int
    private var writtenCount = 0
    private var picture: I420Frame
    private var bytes: [UInt8]

    /// A track from `start` to `end` of pictures of the camera's size.
    init(plan: VideoPlan, start: Timestamp, end: Timestamp) {
        self.start = start
        frameRate = plan.frameRate
        picture = I420Frame(width: plan.encoder.width, height: plan.encoder.height)
        bytes = Y4MFile.header(width: picture.width, height: picture.height, frameRate: plan.frameRate)
        pictureCount = Self.pictures(before: end, start, plan.frameRate)
    }

    mutating func show(_ next: I420Frame, at now: Timestamp) {
        repeatPicture(until: Self.pictures(before: now, start, frameRate))
        picture = next.scaled(width: picture.width, height: picture.height)
    }

    mutating func finish() { repeatPicture(until: pictureCount) }

    /// The bytes since this was last asked.
    mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private mutating func repeatPicture(until count: Int) {
        while writtenCount < min(count, pictureCount) {
            Y4MFile.append(picture, to: &bytes)
            writtenCount += 1
        }
    }

    /// How many pictures at the nominal rate begin before a moment; the first begins at the start.
    private static func pictures(before time: Timestamp, _ start: Timestamp, _ rate: FrameRate) -> Int {
        let product = max(0, (time - start).nanoseconds) * Int64(rate.numerator)
        let divisor = 1_000_000_000 * Int64(rate.denominator)
        return Int((product + divisor - 1) / divisor)
    }
}

/// The encoded frames that went to one party's decoder, in that order.
struct EncodedTrack {
    private let stream: IVFStream
    private var timestamps = TimestampUnwrapper()
    private var first: Int64?
    private(set) var frameCount = 0
    private var bytes: [UInt8]

    init(plan: VideoPlan) {
        stream = IVFStream(
            codec: plan.encoder.codec == .vp8 ? "VP80" : "VP90",
            width: plan.encoder.width,
            height: plan.encoder.height,
            clockRate: Int(VideoCodec.clockRate)
        )
        bytes = stream.header(frameCount: 0)
    }

    mutating func add(_ frame: [UInt8], rtpTimestamp: UInt32) {
        let ticks = timestamps.unwrap(rtpTimestamp)
        first = first ?? ticks
        IVFStream.append(frame, at: ticks - (first ?? ticks), to: &bytes)
        frameCount += 1
    }

    /// The bytes since this was last asked.
    mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    /// The header with the number of frames, to be written over the first one.
    var finalHeader: [UInt8] { stream.header(frameCount: frameCount) }
}
