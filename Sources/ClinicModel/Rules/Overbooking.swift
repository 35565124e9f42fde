import Statistics
public import Units

/// Patients beyond one a slot, against those who do not come.
public enum Overbooking: Hashable, Sendable {
    case patients(Int)
    /// As many as keep the chance that fewer than that miss below the risk.
    case risk(Probability)

    /// How many more patients are booked; `missing` is the chance of each to miss.
    public func count(booked: Int, missing: Probability) -> Int {
        switch self {
        case .patients(let count): return count
        case .risk(let risk):
            var count = 0
            // With `count` more, somebody is too many where fewer than `count` of those booked in all miss.
            while count < booked {
                let next = count + 1
                let tooMany = Binomial.cumulative(next - 1, trials: booked + next, probability: missing.value)
                guard tooMany <= risk.value else { break }
                count = next
            }
            return count
        }
    }

    /// The slots that get one more, evenly spread from the first on.
    public static func places(of count: Int, slots: Int) -> [Int] {
        guard slots > 0 else { return [] }
        return (0..<count).map { $0 * slots / max(count, 1) }
    }
}
