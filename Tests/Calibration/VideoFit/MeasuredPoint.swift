/// What one stretch of a coded talking head was: how it was made, what went over the network, and how it was shown.
public struct MeasuredPoint: Codable, Hashable, Sendable {
    public let codec: String
    public let width: Int
    public let height: Int
    public let preset: String
    /// Of the encoder, in kbit/s.
    public let target: Int
    /// One picture in so many of 30 a second was given to the encoder.
    public let divisor: Int
    /// Packets that were to be lost, in percent.
    public let wantedLoss: Double
    /// As sent, in kbit/s, headers left out.
    public let bitrate: Double
    /// Pictures as sent, a second.
    public let frameRate: Double
    /// Packets lost for good, in percent.
    public let loss: Double
    public let shownFrames: Int
    /// In fps; 0 where no interval was seen.
    public let harmonicFrameRate: Double
    public let freezeRatio: Double
    /// Mean over the pictures that were scored; `nil` where none was shown.
    public let vmaf: Double?
    public let vmafNeg: Double?
    /// Mean over all shown pictures, of luma, in dB; `nil` where none was.
    public let psnr: Double?
    public let ssim: Double?
    /// `BlockEdges.added`, signed.
    public let edgeContrast: Double?
    public let meanQuantizer: Double?
    /// `rehearsal.videoScore.v1`.
    public let score: Double

    public init(
        codec: String,
        width: Int,
        height: Int,
        preset: String,
        target: Int,
        divisor: Int,
        wantedLoss: Double,
        bitrate: Double,
        frameRate: Double,
        loss: Double,
        shownFrames: Int,
        harmonicFrameRate: Double,
        freezeRatio: Double,
        vmaf: Double?,
        vmafNeg: Double?,
        psnr: Double?,
        ssim: Double?,
        edgeContrast: Double?,
        meanQuantizer: Double?,
        score: Double
    ) {
        (self.codec, self.width, self.height, self.preset) = (codec, width, height, preset)
        (self.target, self.divisor, self.wantedLoss) = (target, divisor, wantedLoss)
        (self.bitrate, self.frameRate, self.loss) = (bitrate, frameRate, loss)
        (self.shownFrames, self.harmonicFrameRate) = (shownFrames, harmonicFrameRate)
        (self.freezeRatio, self.vmaf, self.vmafNeg) = (freezeRatio, vmaf, vmafNeg)
        (self.psnr, self.ssim, self.edgeContrast) = (psnr, ssim, edgeContrast)
        (self.meanQuantizer, self.score) = (meanQuantizer, score)
    }
}

/// Pictures of one codec and size whose quantiser index lay in one stretch, over all presets of a sweep.
public struct QuantizerBin: Codable, Hashable, Sendable {
    public let codec: String
    public let width: Int
    public let height: Int
    /// The lowest index of the stretch.
    public let quantizer: Int
    public var pictures: Int
    /// Sums over the pictures: luma PSNR in dB, SSIM, `BlockEdges.added`.
    public var psnrSum: Double
    public var ssimSum: Double
    public var edgeContrastSum: Double

    public init(codec: String, width: Int, height: Int, quantizer: Int) {
        (self.codec, self.width, self.height, self.quantizer) = (codec, width, height, quantizer)
        (pictures, psnrSum, ssimSum, edgeContrastSum) = (0, 0, 0, 0)
    }
}

/// One line of a sweep's notes.
public struct SweepLine: Codable, Hashable, Sendable {
    public let point: MeasuredPoint
    public let quantizers: [QuantizerBin]

    public init(point: MeasuredPoint, quantizers: [QuantizerBin]) {
        (self.point, self.quantizers) = (point, quantizers)
    }
}
