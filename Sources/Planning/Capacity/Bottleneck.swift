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

    /// From so much use on, or with so much refused, a resource has given out.
    public static let exhaustedUtilisation = 0.9
    public static let exhaustedRefusedShare = 0.005
    /// From so much use on a resource may hold its users back before it is full, as calls give way to a queue.
    public static let squeezingUtilisation = 0.6
    /// It does where a unit of load gets no more than this share of what it takes alone; all four are ours.
    public static let squeezedShare = 0.8
}

/// What gave out at a load, and what would next.
public struct Bottleneck: Hashable, Sendable {
    /// What was busiest among those that gave out or held their users back; `nil` where nothing shared did, so that the
    /// cause lies with the calls' own lines or with the thresholds.
    public let exhausted: ResourceUse?
    /// The share of what a unit of load takes of it at the smallest load that it got at this one; `nil` without one.
    public let shareOfWanted: Double?
    /// The busiest of the others.
    public let next: ResourceUse?
    /// The load at which that would be busy all the time, if its use grew with the load.
    public let nextLoad: Int?

    /// Judges by what each resource did at a load that broke, beside what it did at the smallest load.
    public init(of uses: [ResourceUse], load: Int, alone: [ResourceUse], smallestLoad: Int) {
        func shareOfWanted(_ use: ResourceUse) -> Double? {
            guard let first = alone.first(where: { $0.name == use.name }), first.utilisation > 0, smallestLoad < load
            else { return nil }
            return use.utilisation / Double(load) / (first.utilisation / Double(smallestLoad))
        }
        func hasGivenOut(_ use: ResourceUse) -> Bool {
            if use.utilisation >= ResourceUse.exhaustedUtilisation { return true }
            if use.refusedShare >= ResourceUse.exhaustedRefusedShare { return true }
            let isSqueezing = shareOfWanted(use).map { $0 <= ResourceUse.squeezedShare } ?? false
            return isSqueezing && use.utilisation >= ResourceUse.squeezingUtilisation
        }
        let exhausted = uses.filter(hasGivenOut).max { $0.utilisation < $1.utilisation }
        self.exhausted = exhausted
        self.shareOfWanted = exhausted.flatMap(shareOfWanted)
        next = uses.filter { $0 != exhausted && $0.utilisation > 0 }.max { $0.utilisation < $1.utilisation }
        nextLoad = next.map { max(load, Int(Double(load) / $0.utilisation)) }
    }
}
