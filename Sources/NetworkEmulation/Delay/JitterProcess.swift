import Statistics
import Units
import VirtualTime

/// A link's jitter at work: one draw for each packet, with jitter or without.
struct JitterProcess: Sendable {
    private var deviate = 0.0
    private var last: Timestamp?
    private var random: RandomStream

    init(seed: UInt64, owner: UInt32, leg: Leg) {
        random = RandomStream(seed: seed, owner: owner, cause: .delay, leg: leg)
    }

    /// How much the delay of a packet at `time`, not before the one before, differs from the mean.
    mutating func deviation(of jitter: Jitter?, at time: Timestamp) -> TimeDelta {
        switch jitter?.deviation {
        case .normal(let standardDeviation, let memory) where standardDeviation > .zero:
            move(to: time, memory: memory)
            return Self.scaled(standardDeviation, by: deviate)
        case .distributed(let distribution, let unit, let memory) where unit > .zero:
            move(to: time, memory: memory)
            return Self.scaled(unit, by: distribution.deviate(at: deviate))
        case .uniform(let halfWidth) where halfWidth > .zero:
            last = nil
            return Self.scaled(halfWidth, by: 2 * random.unitInterval() - 1)
        default:
            last = nil
            passOver()
            return .zero
        }
    }

    private mutating func move(to time: Timestamp, memory: TimeDelta) {
        let fresh = random.normal()
        if let last, memory > .zero {
            let elapsed = Double((time - last).nanoseconds)
            let correlation = Elementary.exp(-elapsed / Double(memory.nanoseconds))
            deviate = correlation * deviate + (1 - correlation * correlation).squareRoot() * fresh
        } else {
            deviate = fresh
        }
        last = time
    }

    private static func scaled(_ spread: TimeDelta, by factor: Double) -> TimeDelta {
        TimeDelta(nanoseconds: Int64((factor * Double(spread.nanoseconds)).rounded()))
    }

    /// Leaves out a packet that never reached the delay, and its draw with it.
    mutating func passOver() { random.skip(1) }
}
