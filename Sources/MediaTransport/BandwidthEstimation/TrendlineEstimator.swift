import Units

/// Finds a growing queue by the slope of smoothed one-way delay, against an adaptive threshold
/// (libwebrtc, `trendline_estimator.cc`; the idea of draft-ietf-rmcat-gcc-02, section 5, with a line for its filter).
struct TrendlineEstimator: Sendable {
    private static let windowSize = 20
    private static let smoothing = 0.9
    private static let gain = 4.0

    var usage: BandwidthUsage { detector.usage }

    private var detector = OveruseDetector()
    /// A ring: arrival since the first in ms, and smoothed delay in ms, side by side so that both are summed at once.
    private var window: [SIMD2<Double>] = []
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
        let point = SIMD2((arrival - first).milliseconds, smoothedDelay)
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

    /// The least-squares slope of a full window; `nil` where all points lie at one time.
    private var slope: Double? {
        // The covariance, and the variance of time.
        let sums = window.withUnsafeBufferPointer { points in
            var mean = SIMD2<Double>.zero
            for index in 0..<Self.windowSize { mean += points[index] }
            mean /= Double(Self.windowSize)
            var sums = SIMD2<Double>.zero
            for index in 0..<Self.windowSize {
                let deviation = points[index] - mean
                sums += SIMD2(repeating: deviation.x) * SIMD2(deviation.y, deviation.x)
            }
            return sums
        }
        return sums.y == 0 ? nil : sums.x / sums.y
    }
}
