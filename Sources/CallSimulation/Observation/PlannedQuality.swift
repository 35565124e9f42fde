import QualityModels
import RawMedia
import Results
import Units

/// `call.multimedia_quality` of one direction: MMq of ITU-T G.1070, a planning figure.
///
/// Published coefficients of H.264 at VGA for the pictures and of a 4.2 inch screen for both media; no set for VP8, VP9
/// or Opus exists. Speech is taken as without coding impairment on the narrowband scale, an assumption of ours.
struct PlannedQuality {
    let plan: CallPlan
    let scores: DirectionScores
    let metrics: MetricValues

    /// 1 to 5; `nil` where something that it needs was not measured, and for calls without pictures.
    var value: Double? {
        guard let video = plan.video, let bitrate = metrics["video.bitrate"], bitrate > 0,
            let loss = metrics["call.residual_loss"], let mouthToEar = scores.audio.mouthToEar,
            let concealed = scores.audio.concealedRatio, let glassToGlass = scores.lipSync.glassToGlass,
            let set = VideoCoefficientSet.published.first(where: { $0.codec == "H.264" && $0.format == "VGA" }),
            let pictures = set.coefficients, let media = MultimediaCoefficients.published.first
        else { return nil }
        var parameters = EModelParameters.narrowband
        parameters.bpl = OpusImpairment.bpl
        parameters.ppl = 100 * concealed
        guard let speech = SpeechQualityEstimate(parameters),
            let picture = VideoQualityEstimate(
                pictures,
                bitrate: DataRate(bitsPerSecond: Int64(bitrate)),
                frameRate: video.frameRate.perSecond,
                ppl: 100 * min(loss, 1)
            )
        else { return nil }
        return CallQualityEstimate(
            media,
            speech: speech.quality,
            video: picture.quality,
            speechDelay: max(mouthToEar, .zero),
            videoDelay: TimeDelta(seconds: max(glassToGlass, 0) / 1_000)
        )?.quality.value
    }
}
