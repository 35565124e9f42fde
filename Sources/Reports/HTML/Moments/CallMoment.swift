public import Units

/// What one party heard and saw in the worst seconds of a call, as files that a browser shows and plays.
public struct CallMoment: Hashable, Sendable {
    /// What the camera took, and what stood on the other's screen then.
    public struct Pair: Hashable, Sendable {
        /// Seconds since the call began.
        public let time: Double
        /// WebP.
        public let sent: [UInt8]
        /// WebP; `nil` before the first picture came.
        public let seen: [UInt8]?

        public init(time: Double, sent: [UInt8], seen: [UInt8]?) {
            (self.time, self.sent, self.seen) = (time, sent, seen)
        }
    }

    public let call: Int
    /// The call's digest, so that a moment of another run is told.
    public let digest: String
    public let receiver: Party
    /// Seconds since the call began.
    public let from: Double
    /// Seconds.
    public let length: Double
    /// Whether the call ran on traces and was held again with codecs over the same lines, so that not every packet is
    /// the same.
    public let isHeldAgain: Bool
    public let pairs: [Pair]
    /// Ogg Opus.
    public let heard: [UInt8]
    /// Ogg Opus.
    public let spoken: [UInt8]
    /// What the call's lines were planned to suffer.
    public let impairments: [PlannedImpairment]

    public init(
        call: Int,
        digest: String,
        receiver: Party,
        from start: Double,
        length: Double,
        isHeldAgain: Bool,
        pairs: [Pair],
        heard: [UInt8],
        spoken: [UInt8],
        impairments: [PlannedImpairment] = []
    ) {
        self.call = call
        self.digest = digest
        self.receiver = receiver
        from = start
        self.length = length
        self.isHeldAgain = isHeldAgain
        self.pairs = pairs
        self.heard = heard
        self.spoken = spoken
        self.impairments = impairments
    }
}
