import QualityModels

/// The numbers that a metric can take at all, for what is unknown could be any of them.
struct MetricRange {
    let lowest: Double
    let highest: Double

    /// Stands for "as large as you like", and its square still adds up without overflow.
    static let unbounded = 1e100

    init(_ unit: MetricUnit) {
        switch unit {
        case .ratio: (lowest, highest) = (0, 1)
        case .meanOpinionScore: (lowest, highest) = (1, 4.5)
        case .decibels: (lowest, highest) = (0, 60)
        case .vmaf: (lowest, highest) = (0, 100)
        case .multimediaQuality, .videoScore: (lowest, highest) = (1, 5)
        case .milliseconds, .seconds, .bitsPerSecond, .framesPerSecond, .count, .perMinute, .lines:
            (lowest, highest) = (0, Self.unbounded)
        }
    }

    /// The number that speaks most against a limit.
    func worst(for comparison: ThresholdExpression.Comparison) -> Double {
        switch comparison {
        case .atLeast, .above: lowest
        case .atMost, .below: highest
        }
    }
}
