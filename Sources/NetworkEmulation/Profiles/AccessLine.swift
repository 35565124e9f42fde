public import Units
public import VirtualTime

/// One person's line: the numbers drawn for it, its two links, and what happens on it now and then.
public struct AccessLine: Hashable, Sendable {
    public let upRate: DataRate
    public let downRate: DataRate
    public let baseRoundTripTime: TimeDelta
    /// The standard deviation of the delay, in each direction.
    public let jitter: TimeDelta
    /// The loss rate of each direction.
    public let loss: Probability
    public let up: LinkConfiguration
    public let down: LinkConfiguration
    public let events: [AccessEvent]
}

extension AccessProfile {
    /// A line of somebody on this access, from the distribution across lines; always `LineScores.drawCount` draws.
    ///
    /// The percentiles of rates are across users; those of delay, jitter and loss are, in the built-in profiles, across
    /// packets and minutes, and stand for those across lines.
    public func drawLine(using random: inout RandomStream) -> AccessLine { line(at: LineScores(using: &random)) }

    /// The line in the middle: the median of every number, and every event.
    public var medianLine: AccessLine { line(at: .middle) }

    /// The line at a place among all lines.
    public func line(at scores: LineScores) -> AccessLine {
        let upRate = up.value(at: scores.up)
        let downRate = down.value(at: scores.down)
        let roundTrip = baseRoundTripTime.value(at: scores.roundTripTime)
        let deviation = jitter.value(at: scores.jitter)
        let lossRate = loss.value(at: scores.loss)
        func link(_ rate: DataRate, _ queue: Queue) -> LinkConfiguration {
            Self.link(
                rate: rate,
                queue: queue,
                delay: roundTrip / 2,
                jitter: deviation,
                loss: lossRate,
                meanLossRun: meanLossRun
            )
        }
        return AccessLine(
            upRate: upRate,
            downRate: downRate,
            baseRoundTripTime: roundTrip,
            jitter: deviation,
            loss: lossRate,
            up: link(upRate, upQueue),
            down: link(downRate, downQueue),
            events: events.flatMap(\.models)
        )
    }
}

extension AccessProfile.Rates {
    func value(at score: Double) -> DataRate {
        if score == 0 { return p50 }
        let distribution = LineDistribution.rate(
            p5: Double(p5.bitsPerSecond),
            p50: Double(p50.bitsPerSecond),
            p95: Double(p95.bitsPerSecond)
        )
        return DataRate(bitsPerSecond: max(Int64(distribution.value(at: score).rounded()), 1))
    }
}

extension AccessProfile.Spread where Value == TimeDelta {
    func value(at score: Double) -> TimeDelta {
        if score == 0 { return p50 }
        let distribution = LineDistribution.skewed(p50: Double(p50.nanoseconds), p95: Double(p95.nanoseconds))
        return TimeDelta(nanoseconds: Int64(distribution.value(at: score).rounded()))
    }
}

extension AccessProfile.Spread where Value == Probability {
    func value(at score: Double) -> Probability {
        if score == 0 { return p50 }
        return Probability(clamping: LineDistribution.skewed(p50: p50.value, p95: p95.value).value(at: score))
    }
}
