/// What an encoder made of one picture, and how near it came to its source.
///
/// Scores are whole numbers, so that a trace from a file gives the very results of one that was just recorded.
public struct TracedPicture: Hashable, Sendable {
    /// 0 where the encoder left the picture out to hold its rate.
    public var byteCount: Int32
    /// The base quantiser index: 0-127 for VP8, 0-255 for VP9.
    public var quantizer: UInt8
    public var isKeyFrame: Bool
    /// PSNR-Y at the camera's size, in hundredths of a decibel.
    public var psnrHundredths: UInt16
    /// SSIM at the camera's size, in ten-thousandths.
    public var ssimTenThousandths: UInt16
    /// MS-SSIM at the camera's size, in ten-thousandths; 0 where it was not taken.
    public var multiScaleTenThousandths: UInt16

    static let leftOut = TracedPicture(byteCount: 0, quantizer: 0, isKeyFrame: false)

    public init(
        byteCount: Int32,
        quantizer: UInt8,
        isKeyFrame: Bool,
        psnrHundredths: UInt16 = 0,
        ssimTenThousandths: UInt16 = 0,
        multiScaleTenThousandths: UInt16 = 0
    ) {
        self.byteCount = byteCount
        self.quantizer = quantizer
        self.isKeyFrame = isKeyFrame
        self.psnrHundredths = psnrHundredths
        self.ssimTenThousandths = ssimTenThousandths
        self.multiScaleTenThousandths = multiScaleTenThousandths
    }

    var isLeftOut: Bool { byteCount == 0 }

    func score(width: Int, height: Int) -> PictureScore {
        PictureScore(
            psnr: Double(psnrHundredths) / 100,
            ssim: Double(ssimTenThousandths) / 10_000,
            width: width,
            height: height,
            multiScaleSSIM: multiScaleTenThousandths == 0 ? nil : Double(multiScaleTenThousandths) / 10_000
        )
    }

    /// What lies between the pictures of two rates, `weight` of the way from this one to `other`.
    ///
    /// A picture that one of them left out, or made a key frame, is as the nearer of the two has it.
    func blended(with other: TracedPicture, weight: Double) -> TracedPicture {
        guard !isLeftOut, !other.isLeftOut, isKeyFrame == other.isKeyFrame else { return weight < 0.5 ? self : other }
        func between(_ one: Int, _ two: Int) -> Int { one + Int((weight * Double(two - one)).rounded()) }
        let multiScale = min(multiScaleTenThousandths, other.multiScaleTenThousandths) == 0
        return TracedPicture(
            byteCount: Int32(between(Int(byteCount), Int(other.byteCount))),
            quantizer: UInt8(between(Int(quantizer), Int(other.quantizer))),
            isKeyFrame: isKeyFrame,
            psnrHundredths: UInt16(between(Int(psnrHundredths), Int(other.psnrHundredths))),
            ssimTenThousandths: UInt16(between(Int(ssimTenThousandths), Int(other.ssimTenThousandths))),
            multiScaleTenThousandths: multiScale
                ? 0 : UInt16(between(Int(multiScaleTenThousandths), Int(other.multiScaleTenThousandths)))
        )
    }
}
