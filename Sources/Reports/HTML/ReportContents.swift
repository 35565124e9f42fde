public import Results

/// All that the page about one run is made of.
public struct ReportContents: Sendable {
    public let summary: RunSummary
    public let manifest: RunManifest
    public let records: RunRecords
    /// What the scenario asks; empty where it asks nothing.
    public let question: String
    /// What happened second by second, by call; of the worst calls, as far as it was kept.
    public var timelines: [Int: CallTimeline] = [:]
    /// What was heard and seen, of the worst calls.
    public var moments: [CallMoment] = []
    /// Why there are no moments, or fewer than there might be; `nil` where nothing is missing.
    public var momentGap: String?
    public var capacity: CapacityCurve?

    /// How many calls are shown in detail.
    public static let detailedCallsMax = 5

    public init(summary: RunSummary, manifest: RunManifest, records: RunRecords, question: String) {
        self.summary = summary
        self.manifest = manifest
        self.records = records
        self.question = question
    }

    /// The calls that are shown in detail, the worst first.
    public var detailedCalls: [CallRecord] { Array(summary.worstCalls.prefix(Self.detailedCallsMax)) }
}

/// A stretch of a call for which a line was planned to be worse.
public struct PlannedImpairment: Hashable, Sendable {
    public let name: String
    /// Seconds since the call began.
    public let range: ClosedRange<Double>

    public init(_ name: String, _ range: ClosedRange<Double>) { (self.name, self.range) = (name, range) }
}
