/// How much of something that calls share was in use.
public struct ResourceUse: Hashable, Sendable {
    /// As the scenario names it, such as `link practice-line up` or `relay hub`.
    public let name: String
    /// The share of the time in which it was busy, 0 to 1.
    public let utilisation: Double
    /// The share of what it was given that it did not pass on.
    public let refusedShare: Double

    public init(name: String, utilisation: Double, refusedShare: Double) {
        (self.name, self.utilisation, self.refusedShare) = (name, utilisation, refusedShare)
    }

    /// From so much use on, or with so much refused, a resource is taken to have given out; both are ours.
    public static let exhaustedUtilisation = 0.9
    public static let exhaustedRefusedShare = 0.005

    public var isExhausted: Bool {
        utilisation >= Self.exhaustedUtilisation || refusedShare >= Self.exhaustedRefusedShare
    }
}

/// What gave out at a load, and what would next.
public struct Bottleneck: Hashable, Sendable {
    /// What was busiest, where it was exhausted; `nil` where nothing shared was, so that the cause lies with the calls' own
    /// lines or with the thresholds.
    public let exhausted: ResourceUse?
    /// The busiest of the others.
    public let next: ResourceUse?
    /// The load at which that would be busy all the time, if its use grew with the load.
    public let nextLoad: Int?

    /// Judges by what each resource did at a load that broke.
    public init(of uses: [ResourceUse], load: Int) {
        let busiest = uses.sorted {
            ($1.isExhausted ? 1 : 0, $1.utilisation) < ($0.isExhausted ? 1 : 0, $0.utilisation)
        }
        let exhausted = busiest.first.flatMap { $0.isExhausted ? $0 : nil }
        self.exhausted = exhausted
        // The other direction of the same link is another resource.
        next = busiest.first { $0 != exhausted && $0.utilisation > 0 }
        nextLoad = next.map { max(load, Int(Double(load) / $0.utilisation)) }
    }
}
