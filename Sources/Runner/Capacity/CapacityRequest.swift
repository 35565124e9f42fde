public import Planning
public import QualityModels
public import Results

/// What a capacity search is asked for, besides the scenario.
public struct CapacityRequest: Sendable {
    /// The path of the number that grows, such as `consultations.concurrent`.
    public var path: String
    /// The metrics whose thresholds must hold; all of the scenario's where there is none.
    public var metrics: [String]
    public var range: ClosedRange<Int>
    /// How near the ends of the answer have to come, as a share of the load.
    public var precision: Double
    /// The most runs of one load.
    public var runCountMax: Int
    public var workerCount: Int
    public var tracesFile: String?

    public init(
        path: String,
        metrics: [String],
        range: ClosedRange<Int>,
        precision: Double,
        runCountMax: Int,
        workerCount: Int,
        tracesFile: String?
    ) {
        self.path = path
        self.metrics = metrics
        self.range = range
        self.precision = precision
        self.runCountMax = runCountMax
        self.workerCount = workerCount
        self.tracesFile = tracesFile
    }
}

/// What one load came to.
public struct CapacityPoint: Hashable, Sendable {
    public let point: CapacitySearch.Point
    /// Of each threshold, in the order of the outcome's rules, the middle of the runs' values; `nil` where none had one.
    public let values: [Double?]
    /// Of each threshold, how many runs held it.
    public let passCounts: [Int]
    /// What the run with the first seed says of the first threshold that did not pass; `nil` where all did.
    public let firstMiss: ThresholdEvaluation?
    /// What the calls share, each at the mean of the runs.
    public let uses: [ResourceUse]
}

/// What a capacity search found.
public struct CapacityOutcome: Hashable, Sendable {
    public let scenario: String
    public let tier: String
    public let seed: UInt64
    public let path: String
    public let range: ClosedRange<Int>
    public let rules: [ThresholdRule]
    /// By rising load.
    public let points: [CapacityPoint]
    public let held: Int?
    public let broken: Int?
    /// Of the smallest load that broke.
    public let bottleneck: Bottleneck?
    /// Of each threshold's values over the loads, where the curve turns bad; `nil` where it does not.
    public let knees: [Int?]
}
