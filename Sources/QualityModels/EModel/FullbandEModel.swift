/// The delay and loss part of the fullband E-model, ITU-T G.107.2 (06/2019, 03/2023): a **secondary** figure.
///
/// Ratings run from 0 to 148; scores are MOS-CQEF and must not be compared with those of other scales. Noise and echo
/// are left out, and neither the Recommendation nor a published number was at hand: two open implementations agree.
public enum FullbandEModel {
    /// How reports must name this model.
    public static let label = "G.107.2, delay and loss only: secondary, not checked against the Recommendation"

    /// The rating without any impairment, Ro,FB.
    public static let basicRating = 148.0
    /// The greatest Ie,FB, and what independent losses can take away at most.
    static let ceiling = 132.0

    /// A rating with the terms it is made of: R = 148 - Idd,FB - Ie,eff,FB + A.
    public struct Rating: Hashable, Sendable {
        /// Absolute delay, 1.48 times the narrowband term of the default sensitivity.
        public let idd: Double
        /// Codec and loss, Ie,eff,FB.
        public let ieEff: Double
        public let r: Double
        /// MOS-CQEF, 1 to 4.5.
        public let mos: MeanOpinionScore<FullbandScale>
    }

    /// Rates one direction of a call.
    ///
    /// The parameters must be possible: ask `EModelParameters.impossible` about what comes from outside.
    public static func rating(_ p: EModelParameters = .fullband) -> Rating {
        EModelTerms.refuse(p, ceiling: ceiling)
        let idd = 1.48 * EModelTerms.delay(p.ta, sT: 1, mT: 100)
        let ieEff = EModelTerms.equipment(p, ceiling: ceiling)
        let r = basicRating - idd - ieEff + p.a
        return Rating(idd: idd, ieEff: ieEff, r: r, mos: MeanOpinionScore(finiteRating: r))
    }
}
