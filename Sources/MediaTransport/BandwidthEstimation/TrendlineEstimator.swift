import Units

/// What the delay says of the bottleneck's queue.
enum BandwidthUsage: Sendable {
    case normal
    /// The queue drains.
    case underusing
    /// The queue grows.
    case overusing
}

/// Finds a growing queue by the slope of smoothed one-way delay, against an adaptive threshold
/// (libwebrtc, `trendline_estimator.cc`; the idea of draft-ietf-rmcat-gcc-02, section 5, with a line for its filter).
struct TrendlineEstimator: Sendable {
    private static let windowSize = 20
    private static let smoothing = 0.9
    private static let gain = 4.0
    private static let largestDeltaCount = 60
    /// Milliseconds of overuse, in sent time, before it is believed.
    private static let overuseTime = 10.0
    private static let thresholdRange = 6.0...600
    /// Excesses beyond this many milliseconds do not move the threshold.
    private static let largestAdaptOffset = 15.0
    private static let adaptUp = 0.0087
    private static let adaptDown = 0.039

    private(set) var state = BandwidthUsage.normal
    private(set) var threshold = 12.5
    /// The delay slope times count and gain, in milliseconds: what the threshold is held against.
    private(set) var modifiedTrend = 0.0

    /// A ring: arrival since the first in ms, and smoothed delay in ms.
    private var window: [(time: Double, delay: Double)] = []
    private var oldest = 0
    private var deltaCount = 0
    private var firstArrival: Timestamp?
    private var accumulatedDelay = 0.0
    private var smoothedDelay = 0.0
    private var previousTrend = 0.0
    private var timeOverusing: Double?
    private var overuseCount = 0
    private var lastAdaptation: Timestamp?

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
        let trend = window.count == Self.windowSize ? slope ?? previousTrend : previousTrend
        detect(trend, sendDelta: sendDelta.milliseconds, at: arrival)
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

    private mutating func detect(_ trend: Double, sendDelta: Double, at arrival: Timestamp) {
        guard deltaCount >= 2 else {
            state = .normal
            return
        }
        modifiedTrend = Double(min(deltaCount, Self.largestDeltaCount)) * trend * Self.gain
        if modifiedTrend > threshold {
            // The queue began to grow somewhere between the two groups.
            timeOverusing = timeOverusing.map { $0 + sendDelta } ?? sendDelta / 2
            overuseCount += 1
            if let time = timeOverusing, time > Self.overuseTime, overuseCount > 1, trend >= previousTrend {
                timeOverusing = 0
                overuseCount = 0
                state = .overusing
            }
        } else {
            timeOverusing = nil
            overuseCount = 0
            state = modifiedTrend < -threshold ? .underusing : .normal
        }
        previousTrend = trend
        adapt(at: arrival)
    }

    private mutating func adapt(at now: Timestamp) {
        let elapsed = min((now - (lastAdaptation ?? now)).milliseconds, 100)
        lastAdaptation = now
        let size = abs(modifiedTrend)
        guard size <= threshold + Self.largestAdaptOffset else { return }
        let rate = size < threshold ? Self.adaptDown : Self.adaptUp
        let adapted = threshold + rate * (size - threshold) * max(elapsed, 0)
        threshold = min(max(adapted, Self.thresholdRange.lowerBound), Self.thresholdRange.upperBound)
    }
}
