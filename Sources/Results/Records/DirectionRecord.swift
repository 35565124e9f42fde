public import QualityModels
public import Units

/// What one party received from the other in one call.
public struct DirectionRecord: Hashable, Sendable {
    public let call: Int
    public let from: Party
    public let to: Party
    /// The patient's network, as in the call's record.
    public let network: String
    public var metrics: MetricValues
    /// Metrics measured a window of 10 s at a time.
    public var windows: MetricWindows
    /// How many seconds were not usable and why; `nil` where it was not measured.
    public var usability: UsabilityAccount?

    public init(
        call: Int,
        from: Party,
        network: String,
        metrics: MetricValues = [:],
        windows: MetricWindows = [:],
        usability: UsabilityAccount? = nil
    ) {
        self.call = call
        self.from = from
        to = from.other
        self.network = network
        self.metrics = metrics
        self.windows = windows
        self.usability = usability
    }
}
