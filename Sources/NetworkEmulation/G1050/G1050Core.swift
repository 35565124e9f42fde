import Units
import VirtualTime

/// The core of a G.1050 path: base delay and uniform jitter, independent loss, a route that flaps, failures.
///
/// Two draws a packet. Flaps and failures come at a fixed interval from a random phase on.
struct G1050Core: Sendable {
    private let delay: TimeDelta
    private let jitter: Double
    private let loss: Double
    private let flap: G1050Conditions.Recurrence?
    private let flapPhase: TimeDelta
    private let failure: G1050Conditions.Recurrence?
    private let failurePhase: TimeDelta
    private let allowsReordering: Bool
    private var last = Timestamp(nanoseconds: .min)
    private var random: RandomStream

    init(_ conditions: G1050Conditions, core: G1050.Core, allowsReordering: Bool, random: RandomStream) {
        var random = random
        func phase(_ recurrence: G1050Conditions.Recurrence?) -> TimeDelta {
            let unit = random.unitInterval()
            return TimeDelta(nanoseconds: Int64(unit * Double(recurrence?.interval.nanoseconds ?? 0)))
        }
        delay = conditions.coreDelay(core)
        jitter = Double(conditions.coreJitter.nanoseconds)
        loss = conditions.coreLoss
        flap = conditions.routeFlap
        flapPhase = phase(flap)
        failure = conditions.linkFailure
        failurePhase = phase(failure)
        self.allowsReordering = allowsReordering
        self.random = random
    }

    /// What becomes of a packet that comes in at `time`; packets come in the order in which they were sent.
    mutating func pass(_ time: Timestamp) -> DelayLine.Release {
        let spread = TimeDelta(nanoseconds: Int64(random.unitInterval() * jitter))
        let isLost = random.unitInterval() < loss
        var out = time + delay + spread + routeExtra(at: time)
        if !allowsReordering { out = max(out, last) }
        last = out
        return DelayLine.Release(time: out, isLost: isLost || fails(at: time))
    }

    mutating func passOver() { random.skip(2) }

    func routeExtra(at time: Timestamp) -> TimeDelta {
        guard let flap else { return .zero }
        let since = (time - (.start + flapPhase)).nanoseconds
        guard since >= 0 else { return .zero }
        return (since / flap.interval.nanoseconds).isMultiple(of: 2) ? flap.size : .zero
    }

    func fails(at time: Timestamp) -> Bool {
        guard let failure else { return false }
        let interval = failure.interval.nanoseconds
        let since = (time - (.start + failurePhase)).nanoseconds % interval
        return (since < 0 ? since + interval : since) < failure.size.nanoseconds
    }
}
