import MediaCodecs
import MediaTransport
import QualityModels
import RawMedia
import RTPWire
import Units

/// One party's video decoder and display: decodes, scores each picture against its own source, and shows it.
///
/// Pictures that were encoded at a smaller size are scaled up bilinearly to the camera's and scored there.
final class Screen {
    private struct Pending {
        let frameIndex: Int
        let score: PictureScore
        /// Kept only for a recording.
        let picture: I420Frame?
    }

    private var decoder: VideoDecoder
    private var decoded: I420Frame?
    private var source: I420Frame
    private var enlarged: I420Frame
    private var pending: [Int: Pending] = [:]
    private var nextPicture = 0
    private let keepsPictures: Bool

    init(plan: VideoPlan, keepsPictures: Bool) throws {
        self.keepsPictures = keepsPictures
        decoder = try VideoDecoder(plan.encoder.codec)
        source = I420Frame(width: plan.encoder.width, height: plan.encoder.height)
        enlarged = source
    }

    /// Decodes a frame and scores what came out; the number under which to show it, or `nil` where nothing did.
    func decode(
        _ frame: ReceivedVideoFrame,
        from camera: Camera
    ) -> (number: Int, picture: DecodedPicture)? {
        guard case .bytes(let bytes) = frame.payload else { return nil }
        // What cannot be decoded shows nothing, as at a real receiver; the endpoint then asks for a key frame.
        guard (try? decoder.decode(bytes, into: &decoded)) == true, let picture = decoded else { return nil }
        let index = camera.frameIndex(ofTimestamp: frame.rtpTimestamp)
        camera.draw(index, into: &source)
        nextPicture += 1
        let (score, shown) = score(picture)
        pending[nextPicture] = Pending(frameIndex: index, score: score, picture: keepsPictures ? shown : nil)
        return (
            nextPicture,
            DecodedPicture(
                width: picture.width,
                height: picture.height,
                quantizer: decoder.lastQuantizer ?? 0
            )
        )
    }

    /// The score of a picture, and the picture as it is shown, at the camera's size.
    private func score(_ picture: I420Frame) -> (PictureScore, I420Frame) {
        let isWhole = picture.width == source.width && picture.height == source.height
        if !isWhole { picture.scale(into: &enlarged) }
        let shown = isWhole ? picture : enlarged
        let takesMultiScale = nextPicture % PictureQuality.multiScaleStep == 1
        let score = PictureScore(
            psnr: LumaPSNR.decibels(shown, source),
            ssim: LumaSSIM.mean(shown, source),
            width: picture.width,
            height: picture.height,
            multiScaleSSIM: takesMultiScale ? LumaMSSSIM.index(shown, source) : nil
        )
        return (score, shown)
    }

    /// Takes the picture of this number to be shown: its frame at the camera, its score, and itself where it was kept.
    func take(_ picture: Int) -> (frameIndex: Int, score: PictureScore, picture: I420Frame?)? {
        pending.removeValue(forKey: picture).map { ($0.frameIndex, $0.score, $0.picture) }
    }
}
