/// The wideband E-model, ITU-T G.107.1 (06/2019) with Corrigendum 1 (01/2020).
///
/// Ratings run from 0 to 129; scores are MOS-CQEW and must not be compared with narrowband ones.
public enum WidebandEModel {
    /// The rating without any impairment, Ro,WB.
    public static let basicRating = 129.0
    /// The greatest Ie,WB, and what independent losses can take away at most: 95, as in narrowband.
    static let ceiling = 95.0

    /// A rating with the terms it is made of: R = 129 - Id,WB - Ie,eff,WB + A.
    public struct Rating: Hashable, Sendable {
        /// Talker echo part of `delayed`.
        public let idte: Double
        /// Listener echo part of `delayed`.
        public let idle: Double
        /// Absolute delay part of `delayed`, 1.29 times the narrowband one.
        public let idd: Double
        /// What comes after the voice, Id,WB: `idte` + `idle` + `idd`.
        public let delayed: Double
        /// Codec and loss, Ie,eff,WB.
        public let ieEff: Double
        public let r: Double
        /// MOS-CQEW, 1 to 4.5.
        public let mos: MeanOpinionScore<WidebandScale>
    }

    /// Rates one direction of a call.
    ///
    /// The parameters must be possible: ask `EModelParameters.impossible` about what comes from outside.
    public static func rating(_ p: EModelParameters = .wideband) -> Rating {
        EModelTerms.refuse(p, ceiling: ceiling)
        let noise = EModelTerms.noise(p)
        let k = p.t < 100 ? 0.08 * p.t + 10 : 18
        let terv = p.telr + k + EModelTerms.echo(delay: p.t)
        let idte = EModelTerms.talkerEcho(roe: -1.5 * (noise - p.rlr), re: 80 + 3 * (terv - 14), delay: p.t)
        let idle = EModelTerms.listenerEcho(ro: basicRating, p)
        let idd = 1.29 * EModelTerms.delay(p.ta, sT: 1, mT: 100)
        let ieEff = EModelTerms.equipment(p, ceiling: ceiling)
        let delayed = idte + idle + idd
        let r = basicRating - delayed - ieEff + p.a
        return Rating(
            idte: idte,
            idle: idle,
            idd: idd,
            delayed: delayed,
            ieEff: ieEff,
            r: r,
            mos: MeanOpinionScore(finiteRating: r)
        )
    }
}
