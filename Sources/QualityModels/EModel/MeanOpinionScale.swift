/// The way between a transmission rating R and a mean opinion score.
///
/// ITU-T G.107 (06/2015), Annex B. Scores of different scales must never be averaged or compared.
public enum MeanOpinionScale: Hashable, Sendable {
    /// MOS-CQE, of ratings from 0 to 100.
    case narrowband
    /// MOS-CQEW of G.107.1, of ratings from 0 to 129.
    case wideband

    /// The rating that counts as 100 on the narrowband scale, over 100.
    var stretch: Double { self == .narrowband ? 1 : 1.29 }

    /// The score of a rating, from 1 to 4.5.
    public func mos(rating: Double) -> Double {
        let r = rating / stretch
        if r <= 0 { return 1 }
        if r >= 100 { return 4.5 }
        // The cubic dips below 1 under R = 6.5, where no score can be.
        return max(1, Self.cubic(r))
    }

    /// The rating of a score; scores are taken into 1 to 4.5 first.
    ///
    /// The inverse of the rising part of the cubic, by halving, to the last bits; a score of 1 gives the highest
    /// rating that has it.
    public func rating(mos: Double) -> Double {
        if mos >= 4.5 { return 100 * stretch }
        var lower = Self.lowest
        var upper = 100.0
        guard mos > 1 else { return lower * stretch }
        while true {
            let middle = lower + (upper - lower) / 2
            if middle <= lower || middle >= upper { return middle * stretch }
            if Self.cubic(middle) < mos { lower = middle } else { upper = middle }
        }
    }

    /// Where the cubic is 1 again: 80 - sqrt(5400).
    private static let lowest = 80 - 5400.0.squareRoot()

    private static func cubic(_ r: Double) -> Double { 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6 }
}
