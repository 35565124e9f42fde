import Statistics
public import Units

extension AccessProfile {
    /// How long the delay of a profile's link remembers.
    ///
    /// Assumed: measured delay spikes stay correlated over 50 to 500 ms.
    public static let jitterMemory = TimeDelta.milliseconds(100)

    /// The spacing of packets at which `meanLossRun` is taken to hold.
    ///
    /// Assumed: audio each 20 ms and as many packets of video.
    public static let lossRunSpacing = TimeDelta.milliseconds(10)

    /// The two links of the profile's middle: median rates, half the base round trip each, median jitter and loss.
    ///
    /// Loss is by time, so that all flows see the same fades; a fade lasts as long on average as makes the mean run of
    /// lost packets `meanLossRun` for packets `lossRunSpacing` apart. Where not even independent losses have runs so
    /// short, they are independent.
    public func links() -> (up: LinkConfiguration, down: LinkConfiguration) {
        let line = medianLine
        return (line.up, line.down)
    }

    static func link(
        rate: DataRate,
        queue: Queue,
        delay: TimeDelta,
        jitter: TimeDelta,
        loss: Probability,
        meanLossRun: Double
    ) -> LinkConfiguration {
        LinkConfiguration(
            rate: rate,
            queue: .time(queue.limit),
            delay: delay,
            jitter: Jitter(standardDeviation: jitter, memory: jitterMemory),
            loss: loss == .never ? nil : fades(at: loss, meanLossRun: meanLossRun)
        )
    }

    private static func fades(at rate: Probability, meanLossRun: Double) -> Loss {
        let spell = GilbertElliott.meanBad(forLossRate: rate, meanRun: meanLossRun, spacing: lossRunSpacing)
        return spell.flatMap { Loss.gilbert(rate: rate, meanBurst: .duration($0)) } ?? .bernoulli(rate)
    }
}

extension GilbertElliott {
    /// The mean length of total fades at which packets evenly spaced are lost in runs of a mean length.
    ///
    /// Solves P(bad after the spacing | bad) = rate + (1 - rate) exp(-spacing / (meanBad (1 - rate))) = 1 - 1 / run.
    /// `nil` where the run is not longer than that of independent losses, 1 / (1 - rate).
    static func meanBad(forLossRate rate: Probability, meanRun: Double, spacing: TimeDelta) -> TimeDelta? {
        let good = 1 - rate.value
        let stays = 1 - 1 / meanRun
        guard good > 0, stays > rate.value else { return nil }
        let nanoseconds = -Double(spacing.nanoseconds) / (good * Elementary.log((stays - rate.value) / good))
        return TimeDelta(nanoseconds: Int64(nanoseconds.rounded()))
    }
}
