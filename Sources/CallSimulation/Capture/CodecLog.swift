public import Units

/// Every decision that the encoders of one call took, so that the same work can be done without the call.
public struct CodecLog: Sendable {
    /// One picture that reached the encoder, dropped there or not.
    public struct Frame: Hashable, Sendable {
        public let index: Int
        public let mouthOpening: Double
        /// What the encoder was set to.
        public let bitrate: DataRate
        /// Frames a second that the encoder was set to.
        public let frameRate: Double
        /// The size it was encoded at.
        public let width: Int
        public let height: Int
        public let forcesKeyFrame: Bool
    }

    private var frames: [[Frame]] = [[], []]
    private var losses: [[Probability]] = [[], []]
    private var made: [[TracedPicture]] = [[], []]
    private var spoken: [[TracedSound]] = [[], []]

    public func frames(of party: Party) -> [Frame] { frames[Int(party.rawValue)] }
    /// The loss that Opus was told to expect, a packet at a time.
    public func expectedLosses(of party: Party) -> [Probability] { losses[Int(party.rawValue)] }
    /// What became of each picture that was captured, without scores.
    public func pictures(of party: Party) -> [TracedPicture] { made[Int(party.rawValue)] }
    /// What became of each 20 ms of sound, without what could be done with it.
    public func sounds(of party: Party) -> [TracedSound] { spoken[Int(party.rawValue)] }

    mutating func add(_ picture: TracedPicture?, _ frame: Frame?, of party: Party) {
        made[Int(party.rawValue)].append(picture ?? .leftOut)
        if let frame { frames[Int(party.rawValue)].append(frame) }
    }

    mutating func add(_ sound: TracedSound?, expectedLoss: Probability, of party: Party) {
        if let sound { spoken[Int(party.rawValue)].append(sound) }
        losses[Int(party.rawValue)].append(expectedLoss)
    }
}
