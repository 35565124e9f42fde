import Units
import VirtualTime

/// What chance does to a link's packets besides their delay.
struct PacketLottery: Sendable {
    /// What is drawn for one packet.
    struct Verdict: Hashable, Sendable {
        var isLost = false
        var isCorrupted = false
        var isDuplicated = false

        static let passes = Verdict()
    }

    private var loss: LossProcess

    init(seed: UInt64, owner: UInt32, leg: Leg) { loss = LossProcess(seed: seed, owner: owner, leg: leg) }

    /// Goes over to another configuration from a time on.
    mutating func change(to configuration: LinkConfiguration, at time: Timestamp) {
        loss.change(to: configuration.loss, at: time)
    }

    /// The verdict on a packet that passes at `time`, not before the one passed last.
    mutating func draw(at time: Timestamp) -> Verdict { Verdict(isLost: loss.losesPacket(at: time)) }

    /// Leaves out a packet that another cause took or that is spared, and its draws with it.
    mutating func passOver() { loss.passOver() }
}
