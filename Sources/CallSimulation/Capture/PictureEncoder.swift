import MediaCodecs
import MediaTransport
import RTPWire
import RawMedia
import Units

/// What a camera sees and the encoder that it goes through.
///
/// Any frame can be drawn again by its number, so that a shown frame is scored against the very picture it was made
/// from without keeping pictures in memory.
final class PictureEncoder {
    /// What is asked for.
    struct Request: Equatable {
        let index: Int
        let size: FrameSize
        let bitrate: DataRate
        let frameRate: Double
        let ticks: Int64
        let forcesKeyFrame: Bool
    }

    struct Encoded {
        let picture: TracedPicture
        let payload: Payload
    }

    private let source: VideoSource
    private let settings: VideoEncoderSettings
    private var encoder: VideoEncoder
    /// As the camera takes it.
    private var picture: I420Frame
    /// As it is encoded, where that is smaller.
    private var scaled: I420Frame?
    private var mouthOpenings: [UInt8] = []
    private var shared: SharedWork<Request, Encoded>?

    /// - Parameter series: what other calls encoded of the same pictures; the encoder's own reconstruction is then not to
    ///   be had.
    init(source: VideoSource, plan: VideoPlan, sharing series: PictureShelf.Series? = nil) throws {
        shared = series.map { SharedWork($0.encodes) }
        self.source = source
        settings = plan.encoder
        encoder = try VideoEncoder(plan.encoder)
        picture = I420Frame(width: plan.encoder.width, height: plan.encoder.height)
    }

    /// Takes how far the mouth was open in the next frame, of 255; one is noted for every frame that is captured.
    func note(mouthOpening: UInt8) { mouthOpenings.append(mouthOpening) }

    /// The size of the pictures before they are encoded.
    var pictureSize: (width: Int, height: Int) { (picture.width, picture.height) }

    /// Draws a frame that was captured before, as it was.
    func draw(_ index: Int, into frame: inout I420Frame) {
        source.frame(index: index, mouthOpening: Double(mouthOpenings[index]) / 255, into: &frame)
    }

    /// Encodes a frame; it is left out where the encoder does so to hold its rate.
    func encode(_ request: Request) throws -> Encoded {
        try shared?.result(
            of: request,
            byteCount: { $0.payload.length },
            catchUp: { _ = try encodeAlone($0) },
            work: encodeAlone
        ) ?? encodeAlone(request)
    }

    private func encodeAlone(_ request: Request) throws -> Encoded {
        try prepare(for: request.size, bitrate: request.bitrate, frameRate: request.frameRate)
        draw(request.index, into: &picture)
        guard let encoded = try encode(ticks: request.ticks, forcesKeyFrame: request.forcesKeyFrame) else {
            return Encoded(picture: .leftOut, payload: .bytes([]))
        }
        let traced = TracedPicture(
            byteCount: Int32(encoded.bytes.count),
            quantizer: UInt8(clamping: encoded.quantizer),
            isKeyFrame: encoded.isKeyFrame
        )
        return Encoded(picture: traced, payload: .bytes(encoded.bytes))
    }

    /// Copies out the picture as a decoder shows it that lost nothing; `false` where there is none.
    func copyReconstruction(into frame: inout I420Frame?) throws -> Bool {
        try encoder.copyReconstruction(into: &frame)
    }

    /// A new size takes a new encoder, as in libwebrtc, and so begins with a key frame.
    private func prepare(for size: FrameSize, bitrate: DataRate, frameRate: Double) throws {
        guard size.width != encoder.settings.width || size.height != encoder.settings.height else {
            return try encoder.setRate(bitrate, frameRate: frameRate)
        }
        var settings = self.settings
        settings.width = size.width
        settings.height = size.height
        settings.bitrate = bitrate
        encoder = try VideoEncoder(settings)
        try encoder.setRate(bitrate, frameRate: frameRate)
        let isWhole = size.width == picture.width && size.height == picture.height
        scaled = isWhole ? nil : I420Frame(width: size.width, height: size.height)
    }

    private func encode(ticks: Int64, forcesKeyFrame: Bool) throws -> EncodedVideo? {
        guard var smaller = scaled else {
            return try encoder.encode(picture, presentationTicks: ticks, forceKeyFrame: forcesKeyFrame)
        }
        scaled = nil
        defer { scaled = smaller }
        picture.scale(into: &smaller)
        return try encoder.encode(smaller, presentationTicks: ticks, forceKeyFrame: forcesKeyFrame)
    }
}
