/// How much later than spoken each frame was heard, in steps of 5 ms.
struct DelayTrack {
    /// The heard frame (5 ms apart) of each spoken frame (10 ms apart); may lie outside of what was heard.
    let frames: [Int]

    /// 5 ms.
    static let stepSeconds = 0.005

    /// Steps of delay at a spoken frame.
    func delay(_ frame: Int) -> Int { frames[frame] - 2 * frame }

    /// What a change of delay costs, in frames of complete unlikeness; calibrated on synthetic speech.
    private struct Costs {
        /// 5 ms more, or less.
        let step: Float
        /// 10 ms less: spoken sound passes while the heard one stands still.
        let skip: Float
        /// Any number of milliseconds more at once.
        let jump: Float

        static let speaking = Costs(step: 0.3, skip: 0.5, jump: 4)
        static let silent = Costs(step: 0.05, skip: 0.1, jump: 0.5)
    }

    /// How the best path came to a state.
    private enum Move {
        static let stays: UInt8 = 0
        static let stepsUp: UInt8 = 1
        static let stepsDown: UInt8 = 2
        static let skips: UInt8 = 3
        static let jumps: UInt8 = 4
        /// Set where a jump to this state would come from further below than the state just below.
        static let jumpsFar: UInt8 = 8
    }

    /// The path of least cost through all delays of a range, by dynamic programming (Viterbi, 1967).
    ///
    /// What was heard is never heard again for later speech: a delay falls by no more than the time that passes.
    /// - Parameters:
    ///   - count: how many spoken frames there are.
    ///   - delays: in steps, not empty.
    ///   - cost: fills in what each delay costs at a frame; `false` where all cost nothing.
    init(count: Int, delays: ClosedRange<Int>, cost: (Int, inout [Float]) -> Bool) {
        let states = delays.count
        var best = [Float](repeating: 0, count: states)
        var next = best
        var local = best
        var moves = [UInt8](repeating: 0, count: states * count)
        for frame in 0..<count {
            let isSpoken = cost(frame, &local)
            if !isSpoken { for state in local.indices { local[state] = 0 } }
            moves.withUnsafeMutableBufferPointer { moves in
                Self.advance(
                    best,
                    into: &next,
                    moves: UnsafeMutableBufferPointer(rebasing: moves[(frame * states)..<((frame + 1) * states)]),
                    local: local,
                    isSpoken ? .speaking : .silent
                )
            }
            swap(&best, &next)
        }
        frames = Self.trace(moves, states: states, count: count, from: Self.lowest(best)) { frame, state in
            2 * frame + delays.lowerBound + state
        }
    }

    private static func advance(
        _ best: [Float],
        into next: inout [Float],
        moves: UnsafeMutableBufferPointer<UInt8>,
        local: [Float],
        _ costs: Costs
    ) {
        let states = best.count
        var jumped = Float.infinity
        for state in 0..<states {
            var far: UInt8 = 0
            if state > 0 {
                if jumped <= best[state - 1] + costs.jump {
                    far = Move.jumpsFar
                } else {
                    jumped = best[state - 1] + costs.jump
                }
            }
            var (value, move) = (best[state], Move.stays)
            if state > 0, best[state - 1] + costs.step < value {
                (value, move) = (best[state - 1] + costs.step, Move.stepsUp)
            }
            if state + 1 < states, best[state + 1] + costs.step < value {
                (value, move) = (best[state + 1] + costs.step, Move.stepsDown)
            }
            if state + 2 < states, best[state + 2] + costs.skip < value {
                (value, move) = (best[state + 2] + costs.skip, Move.skips)
            }
            if jumped < value { (value, move) = (jumped, Move.jumps) }
            next[state] = value + local[state]
            moves[state] = move | far
        }
    }

    private static func trace(
        _ moves: [UInt8],
        states: Int,
        count: Int,
        from last: Int,
        place: (_ frame: Int, _ state: Int) -> Int
    ) -> [Int] {
        var frames = [Int](repeating: 0, count: count)
        var state = last
        for frame in stride(from: count - 1, through: 0, by: -1) {
            frames[frame] = place(frame, state)
            switch moves[frame * states + state] & 7 {
            case Move.stepsUp: state -= 1
            case Move.stepsDown: state += 1
            case Move.skips: state += 2
            case Move.jumps:
                while moves[frame * states + state] & Move.jumpsFar != 0 { state -= 1 }
                state -= 1
            default: break
            }
        }
        return frames
    }

    private static func lowest(_ costs: [Float]) -> Int {
        costs.indices.reduce(0) { costs[$1] < costs[$0] ? $1 : $0 }
    }
}
