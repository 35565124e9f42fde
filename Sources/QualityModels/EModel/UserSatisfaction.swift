/// What a narrowband rating means to people: ITU-T G.107 (06/2015), Annex B, names of ITU-T G.109 as remembered.
public enum UserSatisfaction: String, CaseIterable, Hashable, Sendable {
    case verySatisfied = "very satisfied"
    case satisfied = "satisfied"
    case someDissatisfied = "some users dissatisfied"
    case manyDissatisfied = "many users dissatisfied"
    case nearlyAllDissatisfied = "nearly all users dissatisfied"
    case notRecommended = "not recommended"

    /// The category of a rating of G.107; `nil` for NaN.
    public init?(narrowbandRating rating: Double) {
        guard !rating.isNaN else { return nil }
        self = Self.allCases.first { rating >= $0.lowestRating } ?? .notRecommended
    }

    /// The rating from which on the category holds.
    public var lowestRating: Double {
        switch self {
        case .verySatisfied: 90
        case .satisfied: 80
        case .someDissatisfied: 70
        case .manyDissatisfied: 60
        case .nearlyAllDissatisfied: 50
        case .notRecommended: -.infinity
        }
    }
}
