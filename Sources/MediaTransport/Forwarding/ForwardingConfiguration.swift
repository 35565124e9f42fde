public import Units

/// How a selective forwarding unit tells a sender that the other party's leg is slower than the sender's own.
public enum ForwardedLimit: UInt8, Hashable, Sendable, CaseIterable {
    /// By REMB: what the receivers' legs carry at least, as Asterisk's ConfBridge does with `remb_behavior=lowest`.
    case lowestEstimate
    /// Not at all: all that comes is passed on, and what the slow leg cannot carry is lost there, as in mediasoup and
    /// LiveKit where the application sets no limit.
    case none
}

/// What a selective forwarding unit needs to know of one call.
public struct ForwardingConfiguration: Sendable {
    /// What it needs to know of one party and of the leg to it.
    public struct Leg: Sendable {
        /// The streams that the party sends; they keep their names on the other leg.
        public var identifiers: StreamIdentifiers
        /// The unit's part in the DTLS handshake of this leg: the other one than the party's.
        public var role: ConnectionSetup.Role
        public var carriesVideo: Bool
        /// The name in the source descriptions of the party's streams, as the unit passes it on.
        public var canonicalName: String
        /// Whom the unit's feedback to the party is from.
        public var localSSRC: UInt32
        /// The first sequence number of the unit's retransmissions to the party.
        public var initialRTXSequenceNumber: UInt16
        /// Factors of RTCP intervals, each within 0.5...1.5, used in turn.
        public var reportIntervalFactors: [Double]
        /// How much of its interval the clock of transport-wide feedback has gone at the first packet, in 0..<1.
        public var feedbackPhase: Double

        public init(
            identifiers: StreamIdentifiers,
            role: ConnectionSetup.Role,
            carriesVideo: Bool,
            canonicalName: String,
            localSSRC: UInt32,
            initialRTXSequenceNumber: UInt16 = 1,
            reportIntervalFactors: [Double],
            feedbackPhase: Double = 0
        ) {
            self.identifiers = identifiers
            self.role = role
            self.carriesVideo = carriesVideo
            self.canonicalName = canonicalName
            self.localSSRC = localSSRC
            self.initialRTXSequenceNumber = initialRTXSequenceNumber
            self.reportIntervalFactors = reportIntervalFactors
            self.feedbackPhase = feedbackPhase
        }
    }

    public var clinician: Leg
    public var patient: Leg
    public var congestionFeedback: CongestionFeedback
    public var limit: ForwardedLimit
    /// How often a lost packet is asked for (mediasoup, `NackGenerator.cpp`).
    public var nackRetries: Int
    public var isAudioNACKEnabled: Bool
    public var keyFrameRequest: KeyFrameRequest
    /// Whether what is passed on is spread over time; mediasoup does not, LiveKit can.
    public var isPaced: Bool
    /// Where the estimate of each leg starts (mediasoup, `initialAvailableOutgoingBitrate`).
    public var startBitrate: DataRate
    public var minimumBitrate: DataRate
    /// Probes of a leg go to twice this.
    public var maximumBitrate: DataRate
    /// Video that finds so much waiting for a leg is dropped.
    public var queueCapacity: DataSize

    public init(
        clinician: Leg,
        patient: Leg,
        congestionFeedback: CongestionFeedback = .transportWide,
        limit: ForwardedLimit = .lowestEstimate,
        nackRetries: Int = 10,
        isAudioNACKEnabled: Bool = false,
        keyFrameRequest: KeyFrameRequest = .pli,
        isPaced: Bool = true,
        startBitrate: DataRate = .kilobitsPerSecond(600),
        minimumBitrate: DataRate = .kilobitsPerSecond(30),
        maximumBitrate: DataRate = .kilobitsPerSecond(2_500),
        queueCapacity: DataSize = DataSize(bytes: 625_000)
    ) {
        self.clinician = clinician
        self.patient = patient
        self.congestionFeedback = congestionFeedback
        self.limit = limit
        self.nackRetries = nackRetries
        self.isAudioNACKEnabled = isAudioNACKEnabled
        self.keyFrameRequest = keyFrameRequest
        self.isPaced = isPaced
        self.startBitrate = startBitrate
        self.minimumBitrate = minimumBitrate
        self.maximumBitrate = maximumBitrate
        self.queueCapacity = queueCapacity
    }

    func leg(to party: Party) -> Leg { party == .clinician ? clinician : patient }
}
