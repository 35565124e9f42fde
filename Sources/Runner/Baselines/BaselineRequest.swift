public import QualityModels
public import Results

/// What a run is to be held against, and how.
public struct BaselineRequest: Sendable {
    public static let usualSeedCount = 10
    public static let usualSeedCountMax = 20

    /// The file, as messages name it.
    public var path: String
    /// What the file held; `nil` where it is to be made.
    public var baseline: Baseline?
    /// Whether the file is to be written anew with this run's figures.
    public var updates: Bool
    /// How many seeds to look at first.
    public var seedCount: Int
    /// The most seeds: of a new baseline the number that it holds, of an old one at most that number.
    public var seedCountMax: Int
    /// Every figure that is judged.
    public var margins: [MarginRule]

    public init(
        path: String,
        baseline: Baseline?,
        updates: Bool,
        seedCount: Int = usualSeedCount,
        seedCountMax: Int = usualSeedCountMax,
        margins: [MarginRule] = MarginRule.standard
    ) {
        self.path = path
        self.baseline = baseline
        self.updates = updates
        self.seedCount = seedCount
        self.seedCountMax = seedCountMax
        self.margins = margins
    }
}
