import Statistics
public import Units

/// The delays of a measurement against the model of a profile: a normal law about a mean, correlated over time.
public struct DelayFit: Hashable, Sendable {
    /// Fewer minutes do not show how minutes differ.
    public static let fewestMinutes = 3

    public let way: PathMeasurement.Way
    public let sampleCount: Int
    /// Whole minutes of which the files say when they were.
    public let minuteCount: Int
    /// The median round trip in seconds; `nil` for one direction.
    public let roundTrip: ProfileFit.Estimate?
    /// The 95th percentile of the minutes' medians; `nil` where there are too few.
    public let roundTripP95: Double?
    /// The standard deviation of one direction's delay in seconds.
    ///
    /// Of round trips it is theirs over the square root of two: assumed is that both directions vary alike and apart.
    public let jitter: ProfileFit.Estimate?
    public let jitterP95: Double?
    /// The correlation of neighbouring delays, and the memory exp(-spacing / memory) that it amounts to in seconds.
    public let correlation: Double?
    public let memory: Double?
    /// The largest distance between the samples' distribution and the normal one with their mean and deviation.
    public let normalDistance: Double?
    public let resolution: TimeDelta?
    public let interarrivalJitter: TimeDelta?

    init?(_ measurements: [PathMeasurement]) {
        guard let first = measurements.first else { return nil }
        way = first.way
        let series = measurements.map { $0.delays.map { $0.delay.seconds } }
        let all = series.flatMap { $0 }
        let sorted = all.sorted()
        sampleCount = all.count
        let minutes = measurements.flatMap { Self.minutes(of: $0) }
        minuteCount = minutes.count
        let hasMinutes = minutes.count >= Self.fewestMinutes
        let share = way == .roundTrip ? 0.5.squareRoot() : 1
        roundTrip = way == .roundTrip ? ProfileFit.percentile(sorted, 0.5) : nil
        let medians = minutes.compactMap { Quantile.type7(sorted: $0.sorted(), fraction: 0.5) }.sorted()
        roundTripP95 = way == .roundTrip && hasMinutes ? Quantile.type7(sorted: medians, fraction: 0.95) : nil
        correlation = Self.correlation(series)
        memory = Self.memory(correlation, measurements)
        let deviations = minutes.compactMap { Moments($0).standardDeviation }.sorted()
        jitter = Self.jitter(all, hasMinutes ? deviations : [], correlation ?? 0, share)
        jitterP95 = hasMinutes ? Quantile.type7(sorted: deviations, fraction: 0.95).map { $0 * share } : nil
        normalDistance = Self.normalDistance(sorted)
        resolution = measurements.compactMap(\.resolution).max()
        interarrivalJitter = measurements.compactMap(\.interarrivalJitter).first
    }

    /// The delays of each full minute with twenty or more of them.
    private static func minutes(of measurement: PathMeasurement) -> [[Double]] {
        var minutes: [[Double]] = []
        var current: [Double] = []
        var minute = 0
        for sample in measurement.delays {
            guard let time = sample.time else { return [] }
            let own = Int(min(time / 60, 1e9))
            if own != minute {
                if current.count >= 20 { minutes.append(current) }
                current = []
                minute = own
            }
            current.append(sample.delay.seconds)
        }
        return minutes
    }

    /// The median of the minutes' deviations, or that of all samples with a large-sample interval for a correlated
    /// series: the variance of s is about s^2 (1 + r^2) / (2 n (1 - r^2)).
    private static func jitter(
        _ all: [Double],
        _ minutes: [Double],
        _ correlation: Double,
        _ share: Double
    ) -> ProfileFit.Estimate? {
        if let median = ProfileFit.percentile(minutes, 0.5) {
            return ProfileFit.Estimate(
                value: median.value * share,
                lower: median.lower.map { $0 * share },
                upper: median.upper.map { $0 * share }
            )
        }
        guard let deviation = Moments(all).standardDeviation else { return nil }
        let square = min(correlation * correlation, 0.999)
        let error = deviation * ((1 + square) / (1 - square) / (2 * Double(all.count))).squareRoot()
        return ProfileFit.Estimate(
            value: deviation * share,
            lower: max(deviation - 1.96 * error, 0) * share,
            upper: (deviation + 1.96 * error) * share
        )
    }

    private static func correlation(_ series: [[Double]]) -> Double? {
        let all = series.flatMap { $0 }
        guard all.count > 2, let mean = Moments(all).mean else { return nil }
        let square = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        guard square > 0 else { return nil }
        let both = series.reduce(0.0) { sum, values in
            zip(values, values.dropFirst()).reduce(sum) { $0 + ($1.0 - mean) * ($1.1 - mean) }
        }
        return both / square
    }

    /// `nil` where neighbours are not correlated beyond chance, or the spacing is unknown.
    private static func memory(_ correlation: Double?, _ measurements: [PathMeasurement]) -> Double? {
        guard let correlation, let spacing = measurements.first?.spacing, correlation < 1 else { return nil }
        let count = measurements.reduce(0) { $0 + $1.delays.count }
        guard correlation * Double(count).squareRoot() > 1.96 else { return nil }
        return -spacing.seconds / Elementary.log(correlation)
    }

    private static func normalDistance(_ sorted: [Double]) -> Double? {
        let moments = Moments(sorted)
        guard let mean = moments.mean, let deviation = moments.standardDeviation, deviation > 0 else { return nil }
        let n = Double(sorted.count)
        var distance = 0.0
        for (index, value) in sorted.enumerated() {
            let expected = Elementary.normalCDF((value - mean) / deviation)
            distance = max(distance, abs(Double(index + 1) / n - expected), abs(expected - Double(index) / n))
        }
        return distance
    }
}
