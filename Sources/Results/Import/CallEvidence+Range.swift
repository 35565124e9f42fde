import QualityModels

extension CallEvidence {
    /// The values that lie outside what their metric can be, each as name and number; empty for whatever can be scored.
    public var outOfRange: [String] {
        let directions = [received, sent]
        let windows = directions.flatMap { direction in
            MetricCatalogue.all.flatMap { metric in (direction.windows[metric] ?? []).map { (metric, $0) } }
        }
        let values = directions.flatMap { $0.metrics.pairs } + call.pairs.map { $0 } + windows
        return values.compactMap { metric, value in
            let range = MetricRange(metric.unit)
            return value >= range.lowest && value <= range.highest ? nil : "\(metric.name) is \(value)"
        }
    }
}
