/// Which calls leave a line a second in `series.ndjson`.
public enum SeriesPolicy: String, Hashable, Sendable, CaseIterable {
    case all
    case sample
    case none

    /// How many calls a sample holds.
    public static let sampleSize = 200
    /// The largest run of the media tier that keeps the series of every call by default.
    public static let callCountOfAllMax = 1_000

    /// The policy where nobody asks for one.
    public static func standard(tier: String, callCount: Int) -> Self {
        tier == "media" && callCount <= callCountOfAllMax ? .all : .sample
    }

    /// Whether a call leaves a series; depends on its number and the run's size alone, so that shards agree.
    ///
    /// A sample takes 200 calls at even spacing over the numbers, or every call of a smaller run.
    /// - Parameters:
    ///   - call: the call's number, from 1.
    ///   - callCount: the calls of the whole run, all shards together.
    public func includes(call: Int, of callCount: Int) -> Bool {
        switch self {
        case .all: true
        case .none: false
        case .sample:
            callCount <= Self.sampleSize
                || call * Self.sampleSize / callCount > (call - 1) * Self.sampleSize / callCount
        }
    }
}
