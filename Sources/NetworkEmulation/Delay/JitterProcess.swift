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
    ///
    /// `decay` is one over the jitter's memory in nanoseconds, or nothing.
    mutating func deviation(of jitter: Jitter?, decay: Double, at time: Timestamp) -> TimeDelta {
        switch jitter?.deviation {
        case .normal(let standardDeviation, _) where standardDeviation > .zero:
            return deviation(ofNormal: Double(standardDeviation.nanoseconds), decay: decay, at: time)
        case .distributed(let distribution, let unit, _) where unit > .zero:
            move(to: time, decay: decay)
            return Self.rounded(Double(unit.nanoseconds) * distribution.deviate(at: deviate))
        case .uniform(let halfWidth) where halfWidth > .zero:
            last = nil
            return Self.rounded(Double(halfWidth.nanoseconds) * (2 * random.unitInterval() - 1))
        default:
            last = nil
            passOver()
            return .zero
        }
    }

    /// The same of a normal jitter with this standard deviation, in nanoseconds.
    mutating func deviation(ofNormal spread: Double, decay: Double, at time: Timestamp) -> TimeDelta {
        move(to: time, decay: decay)
        return Self.rounded(spread * deviate)
    }

    @inline(__always)
    private mutating func move(to time: Timestamp, decay: Double) {
        let fresh = random.normal()
        if let last, decay > 0 {
            let elapsed = Double((time - last).nanoseconds)
            let correlation = FastElementary.decay(elapsed * decay)
            deviate = correlation * deviate + (1 - correlation * correlation).squareRoot() * fresh
        } else {
            deviate = fresh
        }
        last = time
    }

    private static func rounded(_ nanoseconds: Double) -> TimeDelta {
        // To the nearest, halves away from zero, without a call to the C library.
        TimeDelta(nanoseconds: Int64(nanoseconds + (nanoseconds < 0 ? -0.5 : 0.5)))
    }

    /// Leaves out a packet that never reached the delay, and its draw with it.
    mutating func passOver() { random.skip(1) }
}
