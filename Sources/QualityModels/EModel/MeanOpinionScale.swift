/// The way between a transmission rating R and a mean opinion score.
///
/// ITU-T G.107 (06/2015), Annex B. It deals in bare numbers; a score that is kept is a `MeanOpinionScore`, whose type
/// has the scale, so that scores of different scales cannot be averaged or compared.
public enum MeanOpinionScale: Hashable, Sendable, CaseIterable {
    /// MOS-CQE, of ratings from 0 to 100.
    case narrowband
    /// MOS-CQEW of G.107.1, of ratings from 0 to 129.
    case wideband
    /// MOS-CQEF of G.107.2, of ratings from 0 to 148.
    case fullband

    /// The rating that counts as 100 on the narrowband scale, over 100.
    var stretch: Double {
        switch self {
        case .narrowband: 1
        case .wideband: 1.29
        case .fullband: 1.48
        }
    }

    /// The score of a rating, from 1 to 4.5; the rating must be a number.
    public func mos(rating: Double) -> Double {
        precondition(!rating.isNaN, "a rating that is not a number has no score: leave the score out")
        let r = rating / stretch
        if r <= 0 { return 1 }
        if r >= 100 { return 4.5 }
        // The cubic dips below 1 under R = 6.5, where no score can be.
        return max(1, Self.cubic(r))
    }

    /// The rating of a score; scores are taken into 1 to 4.5 first.
    ///
    /// The inverse of the rising part of the cubic, by halving, to the last bits. The two ends are ambiguous: see
    /// `ratings(mos:)`. A score of 1 gives the highest rating that has it, one of 4.5 the lowest.
    public func rating(mos: Double) -> Double {
        precondition(!mos.isNaN, "a score that is not a number has no rating: leave the rating out")
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

    /// Every rating that has a score: one number, but for the ends of the scale.
    ///
    /// Any narrowband rating up to 6.515 has the score 1 (the cubic itself would be under 1 from 0 on, 0.98884 at 3.22,
    /// and have two ratings for each such value), any from 100 on 4.5; in wideband and fullband 1.29 and 1.48 times as
    /// much.
    public func ratings(mos: Double) -> ClosedRange<Double> {
        let rating = rating(mos: mos)
        if mos <= 1 { return -.infinity...rating }
        return mos >= 4.5 ? rating ... .infinity : rating...rating
    }

    /// Where the cubic is 1 again: 80 - sqrt(5400).
    private static let lowest = 80 - 5400.0.squareRoot()

    private static func cubic(_ r: Double) -> Double { 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6 }
}
