import Units

/// Finds a growing queue by the slope of smoothed one-way delay, against an adaptive threshold
/// (libwebrtc, `trendline_estimator.cc`; the idea of draft-ietf-rmcat-gcc-02, section 5, with a line for its filter).
struct TrendlineEstimator: Sendable {
    private static let windowSize = 20
    private static let smoothing = 0.9
    private static let gain = 4.0

    var usage: BandwidthUsage { detector.usage }

    private var detector = OveruseDetector()
    /// A ring: arrival since the first in ms, and smoothed delay in ms.
    private var window: [(time: Double, delay: Double)] = []
    private var oldest = 0
    private var deltaCount = 0
    private var firstArrival: Timestamp?
    private var accumulatedDelay = 0.0
    private var smoothedDelay = 0.0
    private var trend = 0.0

    init() { window.reserveCapacity(Self.windowSize) }

    mutating func receive(sendDelta: TimeDelta, arrivalDelta: TimeDelta, arrival: Timestamp) {
        let first = firstArrival ?? arrival
        firstArrival = first
        deltaCount = min(deltaCount + 1, 1_000)
        accumulatedDelay += (arrivalDelta - sendDelta).milliseconds
        smoothedDelay = Self.smoothing * smoothedDelay + (1 - Self.smoothing) * accumulatedDelay
        let point = (time: (arrival - first).milliseconds, delay: smoothedDelay)
        if window.count < Self.windowSize {
            window.append(point)
        } else {
            window[oldest] = point
            oldest = (oldest + 1) % Self.windowSize
        }
        if window.count == Self.windowSize, let slope { trend = slope }
        detector.receive(
            growth: trend * Self.gain,
            sendDelta: sendDelta.milliseconds,
            deltaCount: deltaCount,
            at: arrival
        )
    }

    /// The least-squares slope; `nil` where all points lie at one time.
    private var slope: Double? {
        let count = Double(window.count)
        var meanTime = 0.0
        var meanDelay = 0.0
        for point in window {
            meanTime += point.time
            meanDelay += point.delay
        }
        meanTime /= count
        meanDelay /= count
        var numerator = 0.0
        var denominator = 0.0
        for point in window {
            numerator += (point.time - meanTime) * (point.delay - meanDelay)
            denominator += (point.time - meanTime) * (point.time - meanTime)
        }
        return denominator == 0 ? nil : numerator / denominator
    }
}
