import Statistics
public import Units

/// How long an event lasts, as a distribution.
public enum EventLength: Hashable, Sendable {
    case fixed(TimeDelta)
    case uniform(TimeDelta, TimeDelta)
    /// Lognormal through its median and 95th percentile, held below the 1st and above the 99th.
    case lognormal(p50: TimeDelta, p95: TimeDelta)
    /// Pareto with a shape from a shortest length on, cut off at a longest.
    case pareto(shape: Double, least: TimeDelta, most: TimeDelta)

    /// The length below which a share of the events stay; `fraction` within 0..<1.
    public func quantile(_ fraction: Double) -> TimeDelta {
        switch self {
        case .fixed(let length):
            return length
        case .uniform(let least, let most):
            return least + Self.rounded(fraction * Double((most - least).nanoseconds))
        case .lognormal(let p50, let p95):
            let score = min(max(Elementary.normalQuantile(fraction), -NormalScore.p99), NormalScore.p99)
            guard p50 > .zero, p95 > p50 else { return p50 }
            let slope = Elementary.log(Double(p95.nanoseconds) / Double(p50.nanoseconds)) / NormalScore.p95
            return Self.rounded(Double(p50.nanoseconds) * Elementary.exp(slope * score))
        case .pareto(let shape, let least, let most):
            let stretch = Elementary.exp(-Elementary.log(1 - fraction) / shape)
            return min(Self.rounded(min(Double(least.nanoseconds) * stretch, Double(most.nanoseconds))), most)
        }
    }

    private static func rounded(_ nanoseconds: Double) -> TimeDelta {
        TimeDelta(nanoseconds: Int64(nanoseconds.rounded()))
    }
}

/// Standard normal quantiles.
enum NormalScore {
    static let p95 = Elementary.normalQuantile(0.95)
    static let p99 = Elementary.normalQuantile(0.99)
}
