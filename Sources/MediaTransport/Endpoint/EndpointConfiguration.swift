/// What one end of a call needs to know before it joins.
public struct EndpointConfiguration: Sendable {
    public var role: ConnectionSetup.Role
    public var sender: SenderConfiguration
    public var receiver: ReceiverConfiguration
    public var carriesVideo: Bool
    public var canonicalName: String
    /// Factors of RTCP intervals, each within 0.5...1.5, used in turn.
    public var reportIntervalFactors: [Double]

    public init(
        role: ConnectionSetup.Role,
        sender: SenderConfiguration,
        receiver: ReceiverConfiguration,
        carriesVideo: Bool,
        canonicalName: String,
        reportIntervalFactors: [Double]
    ) {
        self.role = role
        self.sender = sender
        self.receiver = receiver
        self.carriesVideo = carriesVideo
        self.canonicalName = canonicalName
        self.reportIntervalFactors = reportIntervalFactors
    }
}
