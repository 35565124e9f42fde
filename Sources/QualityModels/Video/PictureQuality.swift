public import RawMedia
import Statistics

/// Gathers how near the shown pictures of one direction come to their own source pictures.
public struct PictureQuality: Sendable {
    private var psnrSum = CompensatedSum()
    private var ssimSum = CompensatedSum()
    private var multiScaleSum = CompensatedSum()
    private var multiScaleCount = 0
    public private(set) var frameCount = 0

    /// Every so many pictures, MS-SSIM is taken, which costs as much as forty SSIMs.
    public static let multiScaleStep = 30

    public init() {}

    /// The mean for `video.psnr`, in dB; `nil` where no picture was compared.
    public var psnr: Double? { frameCount > 0 ? psnrSum.value / Double(frameCount) : nil }

    /// The mean for `video.ssim`; `nil` where no picture was compared.
    public var ssim: Double? { frameCount > 0 ? ssimSum.value / Double(frameCount) : nil }

    /// The mean for `video.ms_ssim`; `nil` where no picture was compared so, or all were too small.
    public var multiScaleSSIM: Double? { multiScaleCount > 0 ? multiScaleSum.value / Double(multiScaleCount) : nil }

    /// Takes the MS-SSIM of a picture; `nil`, of one too small, is left out.
    public mutating func add(multiScale index: Double?) {
        guard let index else { return }
        multiScaleSum.add(index)
        multiScaleCount += 1
    }

    /// Compares a shown picture with its source, which must have the same size.
    public mutating func add(shown: I420Frame, source: I420Frame) {
        add(psnr: LumaPSNR.decibels(shown, source), ssim: LumaSSIM.mean(shown, source))
    }

    /// Takes the scores of a picture that was compared elsewhere, such as in a trace of encoded frames.
    public mutating func add(psnr: Double, ssim: Double) {
        psnrSum.add(psnr)
        ssimSum.add(ssim)
        frameCount += 1
    }
}
