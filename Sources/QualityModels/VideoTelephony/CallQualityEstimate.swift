public import Units

/// Audiovisual quality with delay, MMq, as ITU-T G.1070 (06/2018), 11.4, plans it: a **planning** figure, never a gate.
///
/// Seen in one implementation, whose sign where video is late cannot be right and is turned here. With poor sound and
/// picture the coefficients make more delay better (`MultimediaCoefficients.lowestDelayAwareQuality`).
public struct CallQualityEstimate: Hashable, Sendable {
    /// How reports must name this figure.
    public static let label = "G.1070 MMq: planning figure, coefficients of one source"

    /// Speech and video together, MMsv, 1 to 5.
    public let audiovisual: Double
    /// The delay alone, AD.
    public let absoluteDelay: Double
    /// What lips out of step cost, MS, 0 or less.
    public let synchronisation: Double
    /// Delay and lips together, MMt, 1 or more.
    public let delay: Double
    /// MMq.
    public let quality: MeanOpinionScore<PlanningCallScale>

    /// Of the qualities of both media and their one-way delays, each with everything from end to end.
    ///
    /// `nil` for negative delays.
    public init?(
        _ m: MultimediaCoefficients,
        speech: MeanOpinionScore<PlanningSpeechScale>,
        video: MeanOpinionScore<PlanningVideoScale>,
        speechDelay: TimeDelta,
        videoDelay: TimeDelta
    ) {
        guard speechDelay >= .zero, videoDelay >= .zero else { return nil }
        let (sq, vq) = (speech.value, video.value)
        let (ts, tv) = (speechDelay.milliseconds, videoDelay.milliseconds)
        audiovisual = min(max(m.m5 * sq + m.m6 * vq + m.m7 * sq * vq + m.m8, 1), 5)
        absoluteDelay = m.m9 * (ts + tv) + m.m10
        synchronisation = min(ts >= tv ? m.m11 * (ts - tv) + m.m12 : m.m13 * (tv - ts) + m.m14, 0)
        delay = max(absoluteDelay + synchronisation, 1)
        quality = MeanOpinionScore(clamping: m.m1 * audiovisual + m.m2 * delay + m.m3 * audiovisual * delay + m.m4)
    }
}
