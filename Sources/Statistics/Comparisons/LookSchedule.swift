/// When to look at pairs that come one after another, and how much of alpha each look may spend.
///
/// The number of pairs doubles from look to look until the cap. What is spent by a look is alpha times the share of the
/// cap that it has (the linear spending function of K. Kim and D. L. DeMets, Biometrika 74, 1987, remembered, after
/// K. K. G. Lan and D. L. DeMets, Biometrika 70, 1983), and each look tests at no more than what it adds: by
/// Bonferroni's inequality all looks together are wrong at most as often as alpha, however their tests hang together.
public struct LookSchedule: Hashable, Sendable {
    public struct Look: Hashable, Sendable {
        public let pairCount: Int
        /// The level at which this look may test.
        public let level: Double
    }

    public let looks: [Look]

    /// Looks from `first` pairs to at most `cap`, both positive.
    public init(first: Int, cap: Int, alpha: Double) {
        precondition(first >= 1 && cap >= first, "looks from \(first) to \(cap) pairs")
        var looks: [Look] = []
        var (count, before) = (first, 0)
        while true {
            looks.append(Look(pairCount: count, level: alpha * Double(count - before) / Double(cap)))
            guard count < cap else { break }
            (before, count) = (count, min(2 * count, cap))
        }
        self.looks = looks
    }
}
