import Units
import VirtualTime

/// A link's losses at work: two draws for each packet, whatever the model.
struct LossProcess: Sendable {
    private static let drawsPerPacket = 2

    private var loss: Loss?
    private var chain = PacketChain()
    private var fade: FadeTimeline
    private var random: RandomStream

    init(seed: UInt64, owner: UInt32, leg: Leg) {
        random = RandomStream(seed: seed, owner: owner, cause: .loss, leg: leg)
        fade = FadeTimeline(random: RandomStream(seed: seed, owner: owner, cause: .fading, leg: leg))
    }

    /// Goes over to another model from a time on; a state that both models have is kept.
    mutating func change(to new: Loss?, at time: Timestamp) {
        guard new != loss else { return }
        let old = loss.flatMap(Self.pace)
        loss = new
        guard case .gilbertElliott(let model) = new else { return }
        switch (old, model.pace) {
        case (.time, .time(let badShare, let meanBad)):
            fade.advance(to: time)
            fade.change(badShare: badShare, meanBad: meanBad, at: time)
        case (_, .time(let badShare, let meanBad)):
            fade.begin(badShare: badShare, meanBad: meanBad, at: time)
        case (.packets, .packets):
            break
        case (_, .packets):
            chain = PacketChain(startsBad: fade.drawState(badShare: model.badShare))
        }
    }

    /// Whether a packet that passes at `time`, not before the one passed last, is lost.
    mutating func losesPacket(at time: Timestamp) -> Bool {
        guard let loss else {
            passOver()
            return false
        }
        let moves = random.unitInterval()
        let loses = random.unitInterval()
        switch loss {
        case .bernoulli(let probability):
            return loses < probability.value
        case .gilbertElliott(let model):
            switch model.pace {
            case .time:
                fade.advance(to: time)
                return loses < (fade.isBad ? model.lossWhenBad : model.lossWhenGood).value
            case .packets(let leaveGood, let leaveBad):
                return chain.losesNextPacket(
                    of: model,
                    leaveGood: leaveGood,
                    leaveBad: leaveBad,
                    moves: moves,
                    loses: loses
                )
            }
        }
    }

    /// Leaves out a packet that another cause took, and its draws with it.
    mutating func passOver() { random.skip(Self.drawsPerPacket) }

    private static func pace(of loss: Loss) -> GilbertElliott.Pace? {
        if case .gilbertElliott(let model) = loss { model.pace } else { nil }
    }
}
