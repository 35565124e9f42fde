import Statistics
public import Units

/// A rate of arrivals that is constant over steps of equal length.
public struct RateProfile: Hashable, Sendable {
    public let step: TimeDelta
    /// Mean arrivals of each step.
    public let counts: [Double]

    /// `counts` must not be negative, nor `step` zero.
    public init(step: TimeDelta, counts: [Double]) {
        precondition(step > .zero && counts.allSatisfy { $0 >= 0 && $0.isFinite }, "\(counts) are no rates")
        self.step = step
        self.counts = counts
    }

    public var length: TimeDelta { step * Int64(counts.count) }

    /// The mean of all arrivals.
    public var total: Double { counts.reduce(0, +) }

    /// The arrivals of one realisation, in order, from the arrivals of a Poisson process of rate 1 (Çinlar's inversion).
    ///
    /// `factor` raises all rates. Each arrival takes one exponential gap, so that another profile moves the same
    /// arrivals to other times.
    public func arrivals(factor: Double = 1, gap: (Int) -> Double) -> [TimeDelta] {
        var times: [TimeDelta] = []
        var reached = 0.0
        var (place, before) = (0, 0.0)
        while true {
            reached += gap(times.count)
            while place < counts.count, before + counts[place] * factor < reached {
                before += counts[place] * factor
                place += 1
            }
            guard place < counts.count else { return times }
            let share = (reached - before) / (counts[place] * factor)
            times.append(TimeDelta(seconds: step.seconds * (Double(place) + share)))
        }
    }

    /// The mean number of consultations in progress at a time where nobody waits, for a law whose mean up to a limit is
    /// known.
    ///
    /// m(t) = sum over steps of rate (G(t - begin) - G(t - end)), G(x) the mean of the smaller of the service time and x
    /// (M(t)/G/infinity; Eick, Massey and Whitt 1993).
    public func meanInProgress(at time: TimeDelta, service: DurationLaw) -> Double? {
        var sum = CompensatedSum()
        for (place, count) in counts.enumerated() {
            let begin = step.seconds * Double(place)
            guard let first = service.meanUpTo(time.seconds - begin),
                let second = service.meanUpTo(time.seconds - begin - step.seconds)
            else { return nil }
            sum.add(count / step.seconds * (first - second))
        }
        return sum.value
    }
}
