public import Results

/// All that one run is asked for, besides the scenario.
public struct RunRequest: Sendable {
    /// The output folder.
    public var folder: String
    /// Whether the folder holds an interrupted run to go on from.
    public var resumes: Bool
    public var workerCount: Int
    public var shard: Shard
    /// `nil` leaves it to the size of the run.
    public var series: SeriesPolicy?
    /// The file of traces that the packet tier plays; `nil` records them first.
    public var tracesFile: String?
    /// What the run is to be held against; `nil` for nothing.
    public var baseline: BaselineRequest?
    public var isQuiet: Bool
    /// Whether calls that see the same share what they make of it; results are the same either way.
    public var sharesPictures: Bool
    /// Whether the run ends with `report.html`, for which its worst calls are replayed.
    public var writesReport: Bool
    /// The command that makes the same run again, for the manifest and the summary.
    public var reproduceCommand: String
    public var toolVersion: String

    public init(
        folder: String,
        resumes: Bool,
        workerCount: Int,
        shard: Shard,
        series: SeriesPolicy?,
        tracesFile: String? = nil,
        baseline: BaselineRequest? = nil,
        isQuiet: Bool,
        sharesPictures: Bool = true,
        writesReport: Bool = false,
        reproduceCommand: String,
        toolVersion: String
    ) {
        self.folder = folder
        self.resumes = resumes
        self.workerCount = workerCount
        self.shard = shard
        self.series = series
        self.tracesFile = tracesFile
        self.baseline = baseline
        self.isQuiet = isQuiet
        self.sharesPictures = sharesPictures
        self.writesReport = writesReport
        self.reproduceCommand = reproduceCommand
        self.toolVersion = toolVersion
    }
}

/// One of several parts of a run: partition p, from 0, belongs to shard p mod n + 1.
public struct Shard: Hashable, Sendable, CustomStringConvertible {
    public let index: Int
    public let count: Int

    public static let whole = Shard(known: 1, of: 1)

    private init(known index: Int, of count: Int) {
        self.index = index
        self.count = count
    }

    /// Reads `i/n` with i from 1 to n, or `nil`.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]), count >= 1,
            (1...count).contains(index)
        else { return nil }
        self.init(known: index, of: count)
    }

    public func holds(partition: Int) -> Bool { partition % count == index - 1 }

    /// Refuses a shard that the partitions of a scenario do not fill.
    ///
    /// - Throws: `RunError` for any shard of a scenario that is one partition, and for one that would hold nothing.
    func check(partitionCount: Int) throws(RunError) {
        guard count > 1 else { return }
        guard partitionCount > 1 else {
            throw RunError(
                .usage,
                attempted: "run shard \(self)",
                happened:
                    "the scenario is one partition, calls that share links or a single one, and cannot be divided",
                advice: "leave out --shard"
            )
        }
        guard index <= partitionCount else {
            throw RunError(
                .usage,
                attempted: "run shard \(self)",
                happened: "it would hold nothing: the scenario has \(partitionCount) partitions",
                advice: "write --shard i/\(partitionCount) with i from 1 to \(partitionCount), or fewer"
            )
        }
    }

    public var description: String { "\(index)/\(count)" }
}
