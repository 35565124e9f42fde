/// The narrowband E-model, ITU-T G.107 (06/2015).
///
/// Ratings run from below 0 to above 100 and are not clamped; scores are, within 1 to 4.5. The Recommendation was seen
/// through implementations.
public enum NarrowbandEModel {
    /// The greatest Ie, and what independent losses can take away at most.
    static let ceiling = 95.0

    /// A rating with the terms it is made of: R = Ro - Is - Id - Ie,eff + A.
    public struct Rating: Hashable, Sendable {
        /// Circuit noise, dBm0p.
        public let no: Double
        /// Basic signal-to-noise ratio.
        public let ro: Double
        /// Loudness part of `is`.
        public let iolr: Double
        /// Sidetone part of `is`.
        public let ist: Double
        /// Quantising part of `is`.
        public let iq: Double
        /// What comes with the voice, Is: `iolr` + `ist` + `iq`.
        public let simultaneous: Double
        /// Talker echo part of `delayed`.
        public let idte: Double
        /// Listener echo part of `delayed`.
        public let idle: Double
        /// Absolute delay part of `delayed`.
        public let idd: Double
        /// What comes after the voice, Id: `idte` + `idle` + `idd`.
        public let delayed: Double
        /// Codec and loss, Ie,eff.
        public let ieEff: Double
        public let r: Double
        /// MOS-CQE, 1 to 4.5.
        public let mos: MeanOpinionScore<NarrowbandScale>
    }

    /// Rates one direction of a call.
    ///
    /// The parameters must be possible: ask `EModelParameters.impossible` about what comes from outside.
    public static func rating(_ p: EModelParameters = .narrowband) -> Rating {
        EModelTerms.refuse(p, ceiling: ceiling)
        let no = EModelTerms.noise(p)
        let ro = 15 - 1.5 * (p.slr + no)
        let iolr = loudness(p, no: no)
        let ist = sidetone(p)
        let iq = quantising(p, ro: ro)
        let idte = talkerEcho(p, no: no, ist: ist)
        let idle = EModelTerms.listenerEcho(ro: ro, p)
        let idd = EModelTerms.delay(p.ta, sT: p.sT, mT: p.mT)
        let ieEff = EModelTerms.equipment(p, ceiling: ceiling)
        let simultaneous = iolr + ist + iq
        let delayed = idte + idle + idd
        let r = ro - simultaneous - delayed - ieEff + p.a
        return Rating(
            no: no,
            ro: ro,
            iolr: iolr,
            ist: ist,
            iq: iq,
            simultaneous: simultaneous,
            idte: idte,
            idle: idle,
            idd: idd,
            delayed: delayed,
            ieEff: ieEff,
            r: r,
            mos: MeanOpinionScore(finiteRating: r)
        )
    }

    private static func loudness(_ p: EModelParameters, no: Double) -> Double {
        let xolr = p.slr + p.rlr + 0.2 * (64 + no - p.rlr)
        let eighth = EModelTerms.power(1 + EModelTerms.power(xolr / 8, 8), 1.0 / 8)
        return 20 * (eighth - xolr / 8)
    }

    private static func sidetone(_ p: EModelParameters) -> Double {
        let echo = EModelTerms.exp(-p.t / 4) * EModelTerms.power(decibels: -p.telr)
        let stmro = -10 * EModelTerms.log10(EModelTerms.power(decibels: -p.stmr) + echo)
        func bend(_ x: Double, _ order: Double) -> Double {
            EModelTerms.power(1 + EModelTerms.power(x, order), 1 / order)
        }
        return 12 * bend((stmro - 13) / 6, 8) - 28 * bend((stmro + 1) / 19.4, 35) - 13 * bend((stmro - 3) / 33, 13) + 29
    }

    private static func quantising(_ p: EModelParameters, ro: Double) -> Double {
        let q = 37 - 15 * EModelTerms.log10(p.qdu)
        let g = 1.07 + 0.258 * q + 0.0602 * q * q
        let y = (ro - 100) / 15 + 46 / 8.4 - g / 9
        let z = 46.0 / 30 - g / 40
        return 15 * EModelTerms.log10(1 + EModelTerms.power(10, y) + EModelTerms.power(10, z))
    }

    /// Talker echo with the branches for little (STMR below 9 dB) and much (above 20 dB) sidetone loss; G.107, 7.4.
    private static func talkerEcho(_ p: EModelParameters, no: Double, ist: Double) -> Double {
        var terv = p.telr + EModelTerms.echo(delay: p.t)
        if p.stmr < 9 { terv += ist / 2 }
        let re = 80 + 2.5 * (terv - 14)
        let idte = EModelTerms.talkerEcho(roe: -1.5 * (no - p.rlr), re: re, delay: p.t)
        return p.stmr > 20 ? (idte * idte + ist * ist).squareRoot() : idte
    }
}
