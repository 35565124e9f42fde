public import Units

/// Video quality as ITU-T G.1070 (06/2018), 11.3, plans it, with the terms that it is made of: a **planning** figure.
///
/// Benchmarking and monitoring are outside the Recommendation's scope. Seen through implementations.
public struct VideoQualityEstimate: Hashable, Sendable {
    /// The optimum's limits in fps, remembered and by default not applied, as no implementation that was seen does.
    public static let rememberedOptimum = 1.0...30

    /// The frame rate that suits the bit rate best, Ofr.
    public let optimumFrameRate: Double
    /// The coding quality at that frame rate, IOfr, 0 to 4.
    public let optimumCoding: Double
    /// How little another frame rate harms, DFrV.
    public let frameRateRobustness: Double
    /// The coding quality, Icoding.
    public let coding: Double
    /// The loss in percent that takes away all but 1/e of the coding quality, DPplV.
    public let lossRobustness: Double
    /// Vq.
    public let quality: MeanOpinionScore<PlanningVideoScale>

    /// Of a stream's bit rate, frames a second, and packets lost in percent.
    ///
    /// `nil` for what cannot be: no bits, no frames, a loss outside 0 to 100 %, NaN; and for bit rates at which the
    /// coefficients lose their meaning (MPEG-4 VGA from 2.743 Mbit/s on, where DFrV is negative).
    public init?(
        _ v: VideoCoefficients,
        bitrate: DataRate,
        frameRate: Double,
        ppl: Double,
        optimumWithin limits: ClosedRange<Double>? = nil
    ) {
        guard bitrate > .zero, frameRate > 0, frameRate.isFinite, (0...100).contains(ppl) else { return nil }
        let rate = bitrate.kilobitsPerSecond
        let line = v.v1 + v.v2 * rate
        optimumFrameRate = limits.map { min(max(line, $0.lowerBound), $0.upperBound) } ?? line
        frameRateRobustness = v.v6 + v.v7 * rate
        lossRobustness = v.v10 + v.v11 * EModelTerms.exp(-frameRate / v.v8) + v.v12 * EModelTerms.exp(-rate / v.v9)
        guard optimumFrameRate > 0, frameRateRobustness > 0, lossRobustness > 0 else { return nil }
        let share = 1 / (1 + EModelTerms.power(rate / v.v4, v.v5))
        optimumCoding = min(max(v.v3 - v.v3 * share, 0), 4)
        let distance = EModelTerms.ln(frameRate) - EModelTerms.ln(optimumFrameRate)
        let spread = 2 * frameRateRobustness * frameRateRobustness
        coding = optimumCoding * EModelTerms.exp(-distance * distance / spread)
        quality = MeanOpinionScore(clamping: 1 + coding * EModelTerms.exp(-ppl / lossRobustness))
    }
}
