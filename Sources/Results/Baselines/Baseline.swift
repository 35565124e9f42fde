/// A panel of runs, a seed each, that later runs of the same scenario are held against.
public struct Baseline: Hashable, Sendable {
    /// Of the file; it rises when a reader of older ones would go wrong.
    public static let version = 1

    public let key: BaselineKey
    /// The version of the program that made the runs.
    public let toolVersion: String
    /// In the order in which they are compared; no seed is there twice.
    public let runs: [PanelRun]

    public init(key: BaselineKey, toolVersion: String, runs: [PanelRun]) {
        precondition(Set(runs.map(\.seed)).count == runs.count, "a baseline has a seed twice")
        self.key = key
        self.toolVersion = toolVersion
        self.runs = runs
    }
}
