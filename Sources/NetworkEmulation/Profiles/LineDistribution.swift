import Statistics
import Units

/// The distribution of one number across lines, as a function of a standard normal score.
///
/// Ours: published are only two or three percentiles of each number.
enum LineDistribution: Hashable, Sendable {
    /// Linear in the logarithm between the 5th, 50th and 95th percentile; below the 5th it goes on straight as far as
    /// the 1st and stays there; above the 95th it stays, since products are capped.
    case rate(p5: Double, p50: Double, p95: Double)
    /// Lognormal through the median and the 95th percentile, held below the 1st and above the 99th; where the median
    /// is zero, zero for the lower half and proportional to the score for the upper.
    case skewed(p50: Double, p95: Double)

    /// The value at a score; never falls as the score rises.
    func value(at score: Double) -> Double {
        switch self {
        case .rate(let p5, let p50, let p95):
            let score = min(max(score, -NormalScore.p99), NormalScore.p95) / NormalScore.p95
            return p50 * Elementary.exp(score * Elementary.log(score < 0 ? p50 / p5 : p95 / p50))
        case .skewed(let p50, let p95):
            let score = min(max(score, -NormalScore.p99), NormalScore.p99) / NormalScore.p95
            guard p50 > 0 else { return p95 * max(score, 0) }
            return p50 * Elementary.exp(score * Elementary.log(p95 / p50))
        }
    }
}
