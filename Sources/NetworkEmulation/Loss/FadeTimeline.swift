import Units
import VirtualTime

/// When a link is in the bad state of a time-driven Gilbert-Elliott model.
///
/// The sojourns are drawn from a stream of their own, so that the state at a time does not depend on the packets
/// that ask for it.
struct FadeTimeline: Sendable {
    private(set) var isBad = false
    private var meanGood = Double.infinity
    private var meanBad = 0.0
    private(set) var nextTurn = Timestamp.distantFuture
    private var random: RandomStream

    init(random: RandomStream) { self.random = random }

    /// Draws the state from its stationary law and starts from there.
    mutating func begin(badShare: Probability, meanBad: TimeDelta, at time: Timestamp) {
        isBad = drawState(badShare: badShare.value)
        change(badShare: badShare, meanBad: meanBad, at: time)
    }

    /// A state by its stationary law.
    mutating func drawState(badShare: Double) -> Bool { drawUnit() < badShare }

    /// A value in `0..<1` for what moves with time.
    mutating func drawUnit() -> Double { random.unitInterval() }

    /// Keeps the state and draws what is left of it anew: an exponential sojourn has no memory.
    mutating func change(badShare: Probability, meanBad: TimeDelta, at time: Timestamp) {
        self.meanBad = badShare == .always ? .infinity : Double(meanBad.nanoseconds)
        meanGood =
            badShare == .never ? .infinity : Double(meanBad.nanoseconds) * (1 - badShare.value) / badShare.value
        if badShare == .always { isBad = true }
        if badShare == .never { isBad = false }
        nextTurn = turn(after: time)
    }

    mutating func advance(to time: Timestamp) {
        while nextTurn <= time {
            isBad.toggle()
            nextTurn = turn(after: nextTurn)
        }
    }

    private mutating func turn(after time: Timestamp) -> Timestamp {
        // Drawn whatever the mean, so that a model that never fades reads as many numbers.
        let unit = random.exponential(mean: 1.0)
        let mean = isBad ? meanBad : meanGood
        guard mean.isFinite else { return .distantFuture }
        let sojourn = unit * mean
        guard sojourn < Double(Int64.max - time.nanoseconds) / 2 else { return .distantFuture }
        // A nanosecond at least, so that time goes on.
        return time + TimeDelta(nanoseconds: max(1, Int64(sojourn.rounded())))
    }
}
