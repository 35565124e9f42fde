/// The throughput seen at the moments of overuse, with its spread (libwebrtc, `link_capacity_estimator.cc`).
struct LinkCapacityEstimator: Sendable {
    private static let smoothing = 0.05
    private static let deviationRange = 0.4...2.5

    /// In kbit/s.
    private(set) var estimate: Double?
    /// The variance over the estimate, in kbit/s.
    private var deviation = 0.4

    mutating func reset() { estimate = nil }

    /// Takes the throughput in bit/s at which overuse showed.
    mutating func overuseDetected(throughput: Double) {
        let sample = throughput / 1_000
        let updated = estimate.map { (1 - Self.smoothing) * $0 + Self.smoothing * sample } ?? sample
        estimate = updated
        let error = updated - sample
        let spread = (1 - Self.smoothing) * deviation + Self.smoothing * error * error / max(updated, 1)
        deviation = min(max(spread, Self.deviationRange.lowerBound), Self.deviationRange.upperBound)
    }

    /// Mean and three standard deviations either side, in bit/s; `nil` without an estimate.
    var bounds: ClosedRange<Double>? {
        guard let estimate else { return nil }
        let spread = 3 * (deviation * estimate).squareRoot()
        return max(0, estimate - spread) * 1_000...(estimate + spread) * 1_000
    }
}
