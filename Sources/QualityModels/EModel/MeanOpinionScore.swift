/// A mean opinion score that knows its scale.
///
/// Scores of two scales are of two types, which nothing averages or compares. Ours.
public struct MeanOpinionScore<Scale: OpinionScale>: Hashable, Sendable {
    /// The bare number, to be written with the scale's name beside it.
    public let value: Double

    /// `nil` for what is not on the scale, NaN among it.
    public init?(_ value: Double) {
        guard Scale.range.contains(value) else { return nil }
        self.value = value
    }

    /// A number that may lie beside the scale, taken to its end; it must not be NaN.
    init(clamping value: Double) {
        precondition(!value.isNaN, "a score that is not a number is unknown: leave it out")
        self.value = min(max(value, Scale.range.lowerBound), Scale.range.upperBound)
    }

    /// The arithmetic mean; `nil` without scores.
    public static func mean(_ scores: some Collection<Self>) -> Self? {
        guard !scores.isEmpty else { return nil }
        return Self(clamping: scores.reduce(0) { $0 + $1.value } / Double(scores.count))
    }
}

extension MeanOpinionScore: Comparable {
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

extension MeanOpinionScore: CustomStringConvertible {
    public var description: String { "\(value) \(Scale.name)" }
}

extension MeanOpinionScore where Scale: RatedScale {
    /// The score of an E-model's rating; `nil` for NaN.
    public init?(rating: Double) {
        guard !rating.isNaN else { return nil }
        self.init(finiteRating: rating)
    }

    init(finiteRating rating: Double) { self.init(clamping: Scale.conversion.mos(rating: rating)) }

    /// The rating, at the scale's ends the one of `MeanOpinionScale.rating(mos:)`.
    public var rating: Double { Scale.conversion.rating(mos: value) }
}
