/// The summary of one metric's samples, as result files keep it.
///
/// Quantiles are type 7. The samples are summed in ascending order with compensation, so that the summary does not
/// depend on the order in which shards brought them.
public struct Distribution: Hashable, Sendable {
    public let count: Int
    public let minimum: Double
    public let average: Double
    public let median: Double
    public let maximum: Double
    public let p5: Double
    public let p10: Double
    public let p90: Double
    public let p95: Double

    /// The summary of finite samples in any order; `nil` without samples.
    public init?(_ samples: [Double]) { self.init(sorted: samples.sorted()) }

    /// The summary of finite samples in ascending order; `nil` without samples.
    public init?(sorted samples: [Double]) {
        guard let minimum = samples.first, let maximum = samples.last else { return nil }
        func quantile(_ fraction: Double) -> Double {
            Quantile.type7(sorted: samples, fraction: fraction) ?? minimum
        }
        count = samples.count
        self.minimum = minimum
        self.maximum = maximum
        average = CompensatedSum(samples).value / Double(samples.count)
        median = quantile(0.5)
        p5 = quantile(0.05)
        p10 = quantile(0.10)
        p90 = quantile(0.90)
        p95 = quantile(0.95)
    }
}
