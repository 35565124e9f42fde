import Statistics

/// The terms that the narrowband and the wideband E-model share.
enum EModelTerms {
    static func log10(_ x: Double) -> Double { Elementary.log10(x) }
    static func ln(_ x: Double) -> Double { Elementary.log(x) }
    static func exp(_ x: Double) -> Double { Elementary.exp(x) }

    /// Ten to the power of a tenth of a level in decibels.
    static func power(decibels: Double) -> Double { Elementary.pow(10, decibels / 10) }

    /// The power of a base that may be negative to a whole number.
    static func power(_ base: Double, _ exponent: Double) -> Double { Elementary.pow(base, exponent) }

    /// The noise referred to the 0 dBr point, in dBm0p (No); G.107, 7.2.
    static func noise(_ p: EModelParameters) -> Double {
        let olr = p.slr + p.rlr
        let sendExcess = p.ps - olr - p.ds - 14
        let nos = p.ps - p.slr - p.ds - 100 + 0.004 * sendExcess * sendExcess
        let pre = p.pr + 10 * log10(1 + power(decibels: 10 - p.lstr))
        let nor = p.rlr - 121 + pre + 0.008 * (pre - 35) * (pre - 35)
        let nfo = p.nfor + p.rlr
        let sum = power(decibels: p.nc) + power(decibels: nos) + power(decibels: nor) + power(decibels: nfo)
        return 10 * log10(sum)
    }

    /// The talker echo path's gain over its delay T in milliseconds, as TERV has it; G.107, 7.4.
    static func echo(delay t: Double) -> Double {
        6 * exp(-0.3 * t * t) - 40 * log10((1 + t / 10) / (1 + t / 150))
    }

    /// The impairment by talker echo before its delay is weighed; G.107, 7.4.
    static func talkerEcho(roe: Double, re: Double, delay t: Double) -> Double {
        guard t >= 1 else { return 0 }
        let half = (roe - re) / 2
        return (excess(half, over: 100) - 1) * (1 - exp(-t))
    }

    /// The impairment by listener echo (Idle); G.107, 7.4.
    static func listenerEcho(ro: Double, _ p: EModelParameters) -> Double {
        let rle = 10.5 * (p.wepl + 7) / (p.tr + 1).squareRoot().squareRoot()
        return excess((ro - rle) / 2, over: 169)
    }

    /// half + sqrt(half^2 + square), of two equal forms the one that does not cancel; 0 at minus infinity (no echo).
    private static func excess(_ half: Double, over square: Double) -> Double {
        let root = (half * half + square).squareRoot()
        return half > 0 ? half + root : square / (root - half)
    }

    /// The impairment by absolute delay (Idd); G.107, 7.4.
    static func delay(_ ta: Double, sT: Double, mT: Double) -> Double {
        guard ta > mT else { return 0 }
        let x = log10(ta / mT) / log10(2)
        let order = 6 * sT
        let first = power(1 + power(x, order), 1 / order)
        let second = power(1 + power(x / 3, order), 1 / order)
        return 25 * (first - 3 * second + 2)
    }

    /// The effective equipment impairment (Ie,eff), losses in percent; G.107, 7.5.
    ///
    /// The ceiling is what independent losses can take away at most: 95 in G.107 and G.107.1, 132 in G.107.2.
    static func equipment(_ p: EModelParameters, ceiling: Double) -> Double {
        guard p.ppl > 0 else { return p.ie }
        return p.ie + (ceiling - p.ie) * p.ppl / (p.ppl / p.burstR + p.bpl)
    }

    /// Traps with the name and the value of a parameter that no call can have.
    static func refuse(_ p: EModelParameters, ceiling: Double) {
        let found = p.impossible(ceiling: ceiling)
        precondition(found.isEmpty, found.map(\.description).joined(separator: "; "))
    }
}
