public import QualityModels
public import Units

/// What one file, or pair of files, tells of a real call: as much of a call's record as can be known from it.
///
/// What is absent is unknown, and `unknown` says why; what rests on more than the file says is in `estimates`.
public struct CallEvidence: Hashable, Sendable {
    /// How long the file tells of the call.
    public var length: TimeDelta
    /// What the end received that the file was made at.
    public var received = Direction()
    /// What that end sent.
    public var sent = Direction()
    /// Metrics of the call as a whole.
    public var call = MetricValues()
    public var callRemarks = Remarks()
    /// What was chosen or taken for granted, and what has no metric of its own, in words.
    public var notes: [String] = []
    /// Whether the call had pictures; `nil` where the file cannot tell.
    public var carriesVideo: Bool?
    /// Whether any sound was decoded; `nil` where the file cannot tell.
    public var hasHeard: Bool?
    /// Whether any picture was shown; `nil` where the file cannot tell.
    public var hasSeen: Bool?

    public init(length: TimeDelta) { self.length = length }

    /// One direction of the call.
    public struct Direction: Hashable, Sendable {
        public var metrics = MetricValues()
        public var windows = MetricWindows()
        /// What is needed to judge each second; `nil` where the sound of some is not known.
        public var observed: ConsultationUsability.Observed?
        public var remarks = Remarks()

        public init() {}

        /// Whether the metric is known here.
        public func knows(_ metric: Metric) -> Bool { metrics[metric] != nil || windows[metric] != nil }
    }

    /// Why metrics are unknown, and on what estimates rest; by the metric's name.
    public struct Remarks: Hashable, Sendable {
        public var unknown: [String: String] = [:]
        public var estimates: [String: String] = [:]

        public init() {}
    }
}
