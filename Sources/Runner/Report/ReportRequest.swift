/// All that a report is asked for.
public struct ReportRequest: Sendable {
    /// The output folder of the run.
    public var run: String
    /// The output folder of a run to set beside it.
    public var second: String?
    /// The file to write; `nil` for `report.html` in the run's folder.
    public var file: String?
    /// The file of a capacity search to show.
    public var capacityFile: String?
    /// Whether worst calls of which no moment was kept are replayed.
    public var replays: Bool
    /// Where relative paths of recordings and traces start now; `nil` where they still lie where the run found them.
    public var mediaFolder: String?
    public var workerCount: Int
    public var isQuiet: Bool
    public var toolVersion: String

    public init(
        run: String,
        second: String? = nil,
        file: String? = nil,
        capacityFile: String? = nil,
        replays: Bool = true,
        mediaFolder: String? = nil,
        workerCount: Int,
        isQuiet: Bool,
        toolVersion: String
    ) {
        self.run = run
        self.second = second
        self.file = file
        self.capacityFile = capacityFile
        self.replays = replays
        self.mediaFolder = mediaFolder
        self.workerCount = workerCount
        self.isQuiet = isQuiet
        self.toolVersion = toolVersion
    }
}

/// What a report came to.
public struct ReportOutcome: Sendable {
    public let file: String
    public let byteCount: Int
    /// Why worst moments are missing; `nil` where none is.
    public let momentGap: String?
}
