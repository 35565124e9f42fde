import Units

/// netem's loss models at work, on 32-bit random numbers (`loss_event` of Linux 6.18).
struct NetemLossChain: Hashable, Sendable {
    private enum State: Hashable, Sendable { case one, two, three, four }

    /// The 32-bit parameters as tc hands them over.
    private enum Model: Hashable, Sendable {
        case none
        case random(UInt32)
        case gemodel(p: UInt32, r: UInt32, h: UInt32, k1: UInt32)
        case state(p13: UInt32, p31: UInt32, p32: UInt32, p23: UInt32, p14: UInt32)
    }

    private let model: Model
    private var correlated: CorrelatedRandom
    /// `gemodel` is good in `one` and bad in `two`.
    private var state = State.one

    /// `last` is what the correlated numbers start from.
    init(_ loss: Netem.Loss?, last: UInt32) {
        var correlation: UInt32 = 0
        switch loss {
        case nil: model = .none
        case .random(let chance):
            model = .random(UInt32(netem: chance.probability))
            correlation = UInt32(netem: chance.correlation)
        case .gemodel(let chain):
            model = .gemodel(
                p: UInt32(netem: chain.leaveGood),
                r: UInt32(netem: chain.leaveBad),
                h: UInt32.max - UInt32(netem: chain.lossWhenBad),
                k1: UInt32(netem: chain.lossWhenGood)
            )
        case .state(let chain):
            model = .state(
                p13: UInt32(netem: chain.p13),
                p31: UInt32(netem: chain.p31),
                p32: UInt32(netem: chain.p32),
                p23: UInt32(netem: chain.p23),
                p14: UInt32(netem: chain.p14)
            )
        }
        correlated = CorrelatedRandom(correlation: correlation, last: last)
    }

    /// Whether the next packet is lost; only `gemodel` uses the second number.
    mutating func losesNextPacket(_ first: UInt32, _ second: UInt32) -> Bool {
        switch model {
        case .none: return false
        case .random(let limit): return limit > 0 && limit >= correlated.next(first)
        case .gemodel(let p, let r, let h, let k1):
            if state == .one {
                if first < p { state = .two }
                return second < k1
            }
            if first < r { state = .one }
            return second > h
        case .state(let p13, let p31, let p32, let p23, let p14):
            state = next(first, p13: p13, p31: p31, p32: p32, p23: p23, p14: p14)
            return state == .three || state == .four
        }
    }

    /// The state that a packet's fate goes by, after the move; sums wrap as in the kernel.
    private func next(_ u: UInt32, p13: UInt32, p31: UInt32, p32: UInt32, p23: UInt32, p14: UInt32) -> State {
        switch state {
        case .one: u < p14 ? .four : u < p13 &+ p14 ? .three : .one
        case .two: u < p23 ? .three : .two
        case .three: u < p32 ? .two : u < p31 &+ p32 ? .one : .three
        case .four: .one
        }
    }
}
