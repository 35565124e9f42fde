import Statistics
public import Units

/// What measurements of one access say about the numbers of a profile, with intervals of 95 %.
///
/// A number that the files cannot tell is `nil`: unknown, and never guessed. One access was measured, so that the
/// spread over time stands for that across lines.
public struct ProfileFit: Hashable, Sendable {
    /// A number with its interval.
    public struct Estimate: Hashable, Sendable {
        public let value: Double
        public let lower: Double?
        public let upper: Double?

        public init(value: Double, lower: Double? = nil, upper: Double? = nil) {
            self.value = value
            self.lower = lower
            self.upper = upper
        }
    }

    /// A percentile each, in bits per second, of the samples that are not zero.
    public struct Rates: Hashable, Sendable {
        public let p5: Estimate
        public let p50: Estimate
        public let p95: Estimate
        public let sampleCount: Int
        /// The share of samples in which nothing passed.
        public let zeroShare: Estimate
    }

    public let down: Rates?
    public let up: Rates?
    public let delay: DelayFit?
    public let loss: LossFit?
    /// What the packets of captures carried, at most.
    public let carriedRate: DataRate?
    /// What cannot be known from these files, each with why.
    public let unknowns: [String]
    public let remarks: [String]

    /// Fits what one or more measurements of the same access hold together; delays and losses of the first kind there
    /// is, round trips before one-way.
    public init(_ measurements: [PathMeasurement]) {
        down = Self.rates(measurements.flatMap(\.downRates))
        up = Self.rates(measurements.flatMap(\.upRates))
        let withDelays = measurements.filter { !$0.delays.isEmpty }
        let way: PathMeasurement.Way =
            withDelays.contains { $0.way == .roundTrip } || withDelays.isEmpty ? .roundTrip : .oneWay
        delay = DelayFit(withDelays.filter { $0.way == way })
        let withLosses = measurements.filter { !$0.losses.isEmpty }
        let lossWay: PathMeasurement.Way = withLosses.contains { $0.way == .oneWay } ? .oneWay : .roundTrip
        loss = LossFit(withLosses.filter { $0.way == lossWay })
        carriedRate = measurements.compactMap(\.carriedRate).max()
        remarks = measurements.flatMap(\.remarks)
        unknowns = Self.unknowns(down: down, up: up, delay: delay, loss: loss)
    }

    private static func rates(_ samples: [DataRate]) -> Rates? {
        let moving = samples.filter { $0 > .zero }.map { Double($0.bitsPerSecond) }.sorted()
        guard let p5 = percentile(moving, 0.05), let p50 = percentile(moving, 0.5), let p95 = percentile(moving, 0.95)
        else { return nil }
        let zeros = samples.count - moving.count
        let interval = ClopperPearson.interval(successes: zeros, trials: samples.count)
        return Rates(
            p5: p5,
            p50: p50,
            p95: p95,
            sampleCount: samples.count,
            zeroShare: Estimate(
                value: Double(zeros) / Double(samples.count),
                lower: interval?.lower,
                upper: interval?.upper
            )
        )
    }

    /// A percentile of sorted values with the interval between order statistics.
    static func percentile(_ sorted: [Double], _ fraction: Double) -> Estimate? {
        guard let value = Quantile.type7(sorted: sorted, fraction: fraction) else { return nil }
        let interval = OrderStatistics.interval(sorted: sorted, fraction: fraction)
        return Estimate(value: value, lower: interval.lower, upper: interval.upper)
    }

    private static func unknowns(down: Rates?, up: Rates?, delay: DelayFit?, loss: LossFit?) -> [String] {
        var unknowns: [String] = []
        if down == nil { unknowns.append("down: no file holds rates of the way down") }
        if up == nil { unknowns.append("up: no file holds rates of the way up") }
        switch delay?.way {
        case nil: unknowns.append("rtt and jitter: no file holds delays")
        case .oneWay: unknowns.append("rtt: a capture in one direction tells how the delay varies, not how long it is")
        case .roundTrip: break
        }
        if let delay, delay.way == .roundTrip, delay.minuteCount < DelayFit.fewestMinutes {
            unknowns.append(
                "p95 of rtt and jitter: \(DelayFit.fewestMinutes) minutes are the least, and the files hold "
                    + "\(delay.minuteCount)"
            )
        }
        if loss == nil { unknowns.append("loss: no file tells which packets were lost") }
        if let loss, loss.meanRunAtProfileSpacing == nil { unknowns.append("mean_loss_run: \(loss.whyNoRun)") }
        unknowns.append("queue: only a measurement that fills the line shows how much it holds")
        unknowns.append("the spread across lines: one access was measured; its spread over time stands for it")
        return unknowns
    }
}
