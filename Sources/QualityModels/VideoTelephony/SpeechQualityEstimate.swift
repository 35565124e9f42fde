/// Speech quality as ITU-T G.1070 (06/2018) plans it, without delay: a **planning** figure, 300 to 3400 Hz.
///
/// Q = 93.193 - Idte - Ie,eff, and Sq by Annex B of G.107. The constant is remembered, not seen.
public struct SpeechQualityEstimate: Hashable, Sendable {
    /// The rating without any impairment.
    public static let basicRating = 93.193

    /// Q.
    public let rating: Double
    /// Sq, 1 to 4.5.
    public let quality: MeanOpinionScore<PlanningSpeechScale>

    /// Of the talker echo and the codec with its losses, as the narrowband E-model rates them; `nil` unless finite.
    public init?(idte: Double, ieEff: Double) {
        let rating = Self.basicRating - idte - ieEff
        guard rating.isFinite else { return nil }
        self.rating = rating
        quality = MeanOpinionScore(clamping: MeanOpinionScale.narrowband.mos(rating: rating))
    }

    /// Of a call's narrowband parameters; `nil` for impossible ones.
    public init?(_ p: EModelParameters) {
        guard p.impossible.isEmpty else { return nil }
        let rating = NarrowbandEModel.rating(p)
        self.init(idte: rating.idte, ieEff: rating.ieEff)
    }
}
