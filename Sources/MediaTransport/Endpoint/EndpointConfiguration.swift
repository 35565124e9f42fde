/// What one end of a call needs to know before it joins.
public struct EndpointConfiguration: Sendable {
    public var role: ConnectionSetup.Role
    public var sender: SenderConfiguration
    public var receiver: ReceiverConfiguration
    public var carriesVideo: Bool
    public var canonicalName: String
    /// Whether requests about video go by themselves (RFC 5506), or each behind a receiver report.
    ///
    /// Chromium 156 negotiates the former and does it at the end that answers; the end that offered sends compounds, as
    /// recorded. Each such report begins a new interval of loss, so the other end sees high peaks of loss and protects
    /// its video much more.
    public var usesReducedSizeRTCP: Bool
    /// Factors of RTCP intervals, each within 0.5...1.5, used in turn.
    public var reportIntervalFactors: [Double]

    public init(
        role: ConnectionSetup.Role,
        sender: SenderConfiguration,
        receiver: ReceiverConfiguration,
        carriesVideo: Bool,
        canonicalName: String,
        usesReducedSizeRTCP: Bool = true,
        reportIntervalFactors: [Double]
    ) {
        self.role = role
        self.sender = sender
        self.receiver = receiver
        self.carriesVideo = carriesVideo
        self.canonicalName = canonicalName
        self.usesReducedSizeRTCP = usesReducedSizeRTCP
        self.reportIntervalFactors = reportIntervalFactors
    }
}
