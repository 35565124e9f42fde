import Units
import VirtualTime

/// A link's losses at work: two draws for each packet, whatever the model.
struct LossProcess: Sendable {
    private static let drawsPerPacket = 2

    /// What decides on a packet; the states stand beside it, so that a packet copies no trace.
    private enum Rule: Sendable {
        case none
        case bernoulli(Double)
        case fades(lossWhenGood: Double, lossWhenBad: Double)
        case chain(GilbertElliott, leaveGood: Probability, leaveBad: Probability)
        case fourStates(FourState)
        case slots(FourState, length: TimeDelta)
        case trace
    }

    private var loss: Loss?
    private var rule = Rule.none
    private var chain = PacketChain()
    private var fourStates = FourStateChain()
    private var nextSlot = Timestamp.distantFuture
    /// One or none, apart: few links follow a trace.
    private var walk: [LossTraceWalk] = []
    private var fade: FadeTimeline
    private var random: RandomStream

    init(seed: UInt64, owner: UInt32, leg: Leg) {
        random = RandomStream(seed: seed, owner: owner, cause: .loss, leg: leg)
        fade = FadeTimeline(random: RandomStream(seed: seed, owner: owner, cause: .fading, leg: leg))
    }

    /// Goes over to another model from a time on; a state that both models have is kept, and a trace begins.
    mutating func change(to new: Loss?, at time: Timestamp) {
        guard new != loss else { return }
        let old = rule
        loss = new
        walk = []
        switch new {
        case nil: rule = .none
        case .bernoulli(let probability): rule = .bernoulli(probability.value)
        case .gilbertElliott(let model): change(from: old, to: model, at: time)
        case .fourState(let model): change(from: old, to: model, at: time)
        case .trace(let trace):
            rule = .trace
            walk = [LossTraceWalk(trace, from: time)]
        }
    }

    private mutating func change(from old: Rule, to model: GilbertElliott, at time: Timestamp) {
        switch model.pace {
        case .time(let badShare, let meanBad):
            rule = .fades(lossWhenGood: model.lossWhenGood.value, lossWhenBad: model.lossWhenBad.value)
            if case .fades = old {
                fade.advance(to: time)
                fade.change(badShare: badShare, meanBad: meanBad, at: time)
            } else {
                fade.begin(badShare: badShare, meanBad: meanBad, at: time)
            }
        case .packets(let leaveGood, let leaveBad):
            rule = .chain(model, leaveGood: leaveGood, leaveBad: leaveBad)
            if case .chain = old { return }
            chain = PacketChain(startsBad: fade.drawState(badShare: model.badShare))
        }
    }

    private mutating func change(from old: Rule, to model: FourState, at time: Timestamp) {
        if case .slots(let model, let length) = old { moveSlots(of: model, length: length, to: time) }
        let keepsState =
            switch old {
            case .fourStates, .slots: true
            default: false
            }
        if !keepsState { fourStates = FourStateChain(model, by: fade.drawUnit()) }
        switch model.pace {
        case .packets: rule = .fourStates(model)
        case .slots(let length):
            rule = .slots(model, length: length)
            nextSlot = time + length
        }
    }

    /// Whether a packet that passes at `time`, not before the one passed last, is lost.
    mutating func losesPacket(at time: Timestamp) -> Bool {
        switch rule {
        case .none:
            passOver()
            return false
        case .bernoulli(let probability):
            random.skip(1)
            return random.unitInterval() < probability
        case .fades(let lossWhenGood, let lossWhenBad):
            fade.advance(to: time)
            let chance = fade.isBad ? lossWhenBad : lossWhenGood
            // Where nothing is left to chance, a draw would cost more than all else here.
            guard chance > 0, chance < 1 else {
                passOver()
                return chance >= 1
            }
            random.skip(1)
            return random.unitInterval() < chance
        case .chain(let model, let leaveGood, let leaveBad):
            return chain.losesNextPacket(
                of: model,
                leaveGood: leaveGood,
                leaveBad: leaveBad,
                moves: random.unitInterval(),
                loses: random.unitInterval()
            )
        case .fourStates(let model):
            fourStates.move(in: model, by: random.unitInterval())
            random.skip(1)
            return fourStates.isLost
        case .slots(let model, let length):
            passOver()
            moveSlots(of: model, length: length, to: time)
            return fourStates.isLost
        case .trace:
            passOver()
            return walk.isEmpty ? false : walk[0].losesPacket(at: time)
        }
    }

    private mutating func moveSlots(of model: FourState, length: TimeDelta, to time: Timestamp) {
        while nextSlot <= time {
            fourStates.move(in: model, by: fade.drawUnit())
            nextSlot += length
        }
    }

    /// Leaves out a packet that another cause took, and its draws with it.
    mutating func passOver() { random.skip(Self.drawsPerPacket) }
}
