import Units

/// A four-state chain at work; the state after a move decides.
struct FourStateChain: Hashable, Sendable {
    enum State: Hashable, Sendable { case one, two, three, four }

    private(set) var state: State

    init(_ state: State = .one) { self.state = state }

    /// A state by the model's stationary law, from a uniform value in `0..<1`.
    init(_ model: FourState, by value: Double) {
        let shares = model.shares
        if value < shares.one {
            state = .one
        } else if value < shares.one + shares.two {
            state = .two
        } else {
            state = value < shares.one + shares.two + shares.three ? .three : .four
        }
    }

    var isLost: Bool { state == .three || state == .four }

    /// Moves by a uniform value in `0..<1`.
    mutating func move(in model: FourState, by value: Double) {
        switch state {
        case .one:
            if value < model.p14.value {
                state = .four
            } else if value < model.p13.value + model.p14.value {
                state = .three
            }
        case .two:
            if value < model.p23.value { state = .three }
        case .three:
            if value < model.p32.value {
                state = .two
            } else if value < model.p31.value + model.p32.value {
                state = .one
            }
        case .four:
            state = .one
        }
    }
}
