import MediaCodecs
import MediaTransport
import QualityModels
import RawMedia

/// Decodes pictures and scores each against its own source.
///
/// Pictures that were encoded at a smaller size are scaled up bilinearly to the camera's and scored there.
final class PictureDecoder {
    /// A frame that arrived, and which of the camera's it is.
    struct Arrival: Equatable {
        let bytes: [UInt8]
        let index: Int
    }

    struct Decoded {
        let picture: DecodedPicture
        let score: PictureScore
    }

    private var decoder: VideoDecoder
    private var decoded: I420Frame?
    private var source: I420Frame
    private var enlarged: I420Frame
    private var decodedCount = 0
    /// The last picture as it is shown, at the camera's size.
    private(set) var shown: I420Frame

    init(plan: VideoPlan) throws {
        decoder = try VideoDecoder(plan.encoder.codec)
        source = I420Frame(width: plan.encoder.width, height: plan.encoder.height)
        (enlarged, shown) = (source, source)
    }

    /// Decodes what arrived; what cannot be decoded shows nothing, as at a real receiver.
    func decode(_ bytes: [UInt8]) -> I420Frame? {
        guard (try? decoder.decode(bytes, into: &decoded)) == true, let decoded else { return nil }
        decodedCount += 1
        return decoded
    }

    /// Decodes and scores against what `draw` draws.
    func decode(_ bytes: [UInt8], draw: (inout I420Frame) -> Void) -> Decoded? {
        guard let picture = decode(bytes) else { return nil }
        draw(&source)
        let isWhole = picture.width == source.width && picture.height == source.height
        if !isWhole { picture.scale(into: &enlarged) }
        shown = isWhole ? picture : enlarged
        let takesMultiScale = decodedCount % PictureQuality.multiScaleStep == 1
        return Decoded(
            picture: DecodedPicture(
                width: picture.width,
                height: picture.height,
                quantizer: decoder.lastQuantizer ?? 0
            ),
            score: PictureScore(
                psnr: LumaPSNR.decibels(shown, source),
                ssim: LumaSSIM.mean(shown, source),
                width: picture.width,
                height: picture.height,
                multiScaleSSIM: takesMultiScale ? LumaMSSSIM.index(shown, source) : nil
            )
        )
    }
}
