public import Units
import VirtualTime

/// Hybrid ARQ: a packet that fails on the radio is sent again, and those behind it wait.
///
/// With the constants of `lte` a packet takes 8k ms more with probability 0.9 * 0.1^k, k up to 3; what fails four times
/// is recovered above, by RLC in its acknowledged mode, in another 30 to 80 ms instead of being lost. In order. All of
/// the constants are remembered (network.md 3.5), not read in 3GPP's texts; each packet fails by itself.
public struct HARQ: Hashable, Sendable {
    /// The time that one more try takes.
    public let roundTrip: TimeDelta
    /// The chance that a try fails.
    public let failure: Probability
    /// How often a packet is tried before the layer above recovers it.
    public let triesMax: Int
    /// How long that takes then, evenly distributed.
    public let recovery: ClosedRange<TimeDelta>

    public static let lte = HARQ()

    /// Makes a scheme; the chance of failure is below one.
    public init(
        roundTrip: TimeDelta = .milliseconds(8),
        failure: Probability = Probability(clamping: 0.1),
        triesMax: Int = 4,
        recovery: ClosedRange<TimeDelta> = .milliseconds(30) ... .milliseconds(80)
    ) {
        precondition(roundTrip >= .zero && recovery.lowerBound >= .zero, "no try takes less than no time")
        precondition(failure < .always, "a packet whose every try fails never comes through")
        precondition((1...16).contains(triesMax), "a packet is tried 1 to 16 times")
        self.roundTrip = roundTrip
        self.failure = failure
        self.triesMax = triesMax
        self.recovery = recovery
    }

    /// The delay that a uniform value in 0..<1 stands for: below failure^k, k tries have failed.
    func delay(at unit: Double) -> TimeDelta {
        var bound = failure.value
        var failures = 0
        while failures < triesMax, unit < bound {
            failures += 1
            if failures < triesMax { bound *= failure.value }
        }
        guard failures == triesMax else { return roundTrip * Int64(failures) }
        let span = Double((recovery.upperBound - recovery.lowerBound).nanoseconds)
        let extra = recovery.lowerBound + TimeDelta(nanoseconds: Int64((unit / bound * span).rounded()))
        return roundTrip * Int64(triesMax - 1) + extra
    }
}

/// A link's HARQ at work: one draw a packet.
struct HARQProcess: Sendable {
    private let harq: HARQ
    private var last = Timestamp(nanoseconds: .min)
    private var random: RandomStream

    init(_ harq: HARQ, random: RandomStream) {
        self.harq = harq
        self.random = random
    }

    /// When a packet comes out that comes in at `time`, not before the one before.
    mutating func pass(_ time: Timestamp) -> Timestamp {
        last = max(last, time + harq.delay(at: random.unitInterval()))
        return last
    }

    mutating func passOver() { random.skip(1) }
}
