import Units
import VirtualTime

/// What chance does to a link's packets besides their delay.
struct PacketLottery: Sendable {
    /// What is drawn for one packet.
    struct Verdict: Hashable, Sendable {
        var isLost = false
        var isCorrupted = false
        var isDuplicated = false
        /// Whether it is sent at once, ahead of what the delay holds.
        var isEarly = false

        static let passes = Verdict()
    }

    private var loss: LossProcess
    /// One, or none where the link never asks for it: it stands apart for the sake of the many links that do not.
    private var mishaps: [PacketMishaps]

    init(seed: UInt64, owner: UInt32, leg: Leg, hasMishaps: Bool) {
        loss = LossProcess(seed: seed, owner: owner, leg: leg)
        mishaps = hasMishaps ? [PacketMishaps(seed: seed, owner: owner, leg: leg)] : []
    }

    /// Goes over to another configuration from a time on.
    mutating func change(to configuration: LinkConfiguration, at time: Timestamp) {
        loss.change(to: configuration.loss, at: time)
    }

    /// Whether a packet that passes at `time`, not before the one passed last, is lost.
    mutating func losesPacket(at time: Timestamp) -> Bool { loss.losesPacket(at: time) }

    /// Leaves out a packet that another cause took or that is spared, and its draws with it.
    mutating func passOverLoss() { loss.passOver() }

    /// Whether anything but loss can happen.
    var hasMishaps: Bool { !mishaps.isEmpty }

    /// What else happens to a packet that has passed the queue.
    mutating func drawMishaps(under configuration: borrowing LinkConfiguration) -> Verdict {
        mishaps.isEmpty ? .passes : mishaps[0].draw(under: configuration)
    }

    mutating func passOverMishaps() {
        if !mishaps.isEmpty { mishaps[0].passOver() }
    }
}
