public import Units

/// Every decision that the encoders of one call took, so that the same work can be done without the call.
public struct CodecLog: Sendable {
    /// One captured picture, dropped or not.
    public struct Frame: Hashable, Sendable {
        public let index: Int
        public let mouthOpening: Double
        public let bitrate: DataRate
        public let forcesKeyFrame: Bool
    }

    private var frames: [[Frame]] = [[], []]
    private var losses: [[Probability]] = [[], []]

    public func frames(of party: Party) -> [Frame] { frames[Int(party.rawValue)] }
    /// The loss that Opus was told to expect, a packet at a time.
    public func expectedLosses(of party: Party) -> [Probability] { losses[Int(party.rawValue)] }

    mutating func add(_ frame: Frame, of party: Party) { frames[Int(party.rawValue)].append(frame) }
    mutating func add(expectedLoss: Probability, of party: Party) { losses[Int(party.rawValue)].append(expectedLoss) }
}
