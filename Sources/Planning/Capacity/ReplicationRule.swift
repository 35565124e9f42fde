import Statistics

/// Decides from repeated runs whether a load is held: a sequential probability ratio test of the share of runs that pass.
///
/// A load that is held passes in at least seven of ten runs, one that is not in at most three; between the two either
/// answer will do. Wald, Sequential Analysis (1947), with both errors at 5 %; the two shares are ours. Where the cap comes
/// first the load stays undecided.
public struct ReplicationRule: Hashable, Sendable {
    public enum Answer: String, Hashable, Sendable {
        case held
        case broken
        /// Neither, after as many runs as there may be.
        case undecided
    }

    /// The most runs of one load.
    public let runCountMax: Int
    public private(set) var passCount = 0
    public private(set) var failCount = 0

    private static let (few, many) = (0.3, 0.7)
    private static let error = 0.05

    /// The fewest runs that can decide a load: as many, all alike.
    public static let runCountMin = Int((bound / step).rounded(.up))

    // The two shares lie evenly around a half, so that only the difference of the counts matters.
    private static let step = FastElementary.logarithm(many / few)
    private static let bound = FastElementary.logarithm((1 - error) / error)

    public init(runCountMax: Int) {
        precondition(runCountMax >= 1, "a load is run at least once")
        self.runCountMax = runCountMax
    }

    public var runCount: Int { passCount + failCount }

    public mutating func take(passed: Bool) {
        if passed { passCount += 1 } else { failCount += 1 }
    }

    /// `nil` while another run is due.
    public var answer: Answer? {
        let evidence = Double(passCount - failCount) * Self.step
        if evidence >= Self.bound { return .held }
        if evidence <= -Self.bound { return .broken }
        return runCount >= runCountMax ? .undecided : nil
    }
}
