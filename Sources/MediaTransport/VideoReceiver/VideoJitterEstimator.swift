import RTPWire
import Statistics
import Units

/// How much delay the variation of frame delays asks for (libwebrtc `jitter_estimator.cc`).
///
/// It is fed only with frames that no retransmission delayed.
struct VideoJitterEstimator: Sendable {
    private static let averageFactor = 0.97
    private static let maximumDecay = 0.9999
    private static let startupSizeCount = 5
    private static let startupCount = 30
    private static let noiseCountMax = 400.0
    /// How much of the noise is kept once so many frames have been seen.
    private static let steadyMemory = PowerBase((noiseCountMax - 1) / noiseCountMax)
    private static let clampDeviations = 3.5
    private static let delayOutlierDeviations = 15.0
    private static let sizeOutlierDeviations = 3.0
    private static let congestionFactor = -0.25
    private static let noiseDeviations = 2.33
    private static let noiseOffset = 30.0
    private static let operatingSystemJitter = 10.0
    private static let estimateMax = 10_000.0
    /// After so many retransmitted frames the round trip is added, until none came for the time-out.
    private static let retransmissionCount = 3
    private static let retransmissionTimeout = TimeDelta.seconds(60)
    private static let roundTripFactor = 0.9
    private static let roundTripMax = 200.0

    private var filter = FrameDelayVariationFilter()
    private var roundTrip = RoundTripTimeFilter()
    private var averageSize = 500.0
    private var sizeVariance = 100.0
    private var sizeMax = 500.0
    private var startupSizeSum = 0.0
    private var startupSizeSeen = 0
    private var previousSize: Double?
    private var noiseAverage = 0.0
    private var noiseVariance = 4.0
    private var noiseCount = 1.0
    private var seenCount = 0
    private var filteredEstimate = 0.0
    private var previousEstimate: Double?
    private var retransmittedCount = 0
    private var lastRetransmission: Timestamp?
    private var lastUpdate: Timestamp?
    /// The last 30 intervals between updates, in µs.
    private var intervals = Ring<Int64>()
    private var intervalSum: Int64 = 0

    mutating func updateRoundTripTime(_ time: TimeDelta) { roundTrip.update(time) }

    /// Notes a frame that had to wait for a retransmission.
    mutating func frameRetransmitted(at now: Timestamp) {
        retransmittedCount = min(retransmittedCount + 1, Self.retransmissionCount)
        lastRetransmission = now
    }

    /// Takes how much later than its predecessor a frame came (ms) and its size (bytes).
    mutating func update(delayVariation: Double, size: Int, at now: Timestamp) {
        guard size > 0 else { return }
        let size = Double(size)
        let sizeVariation = size - (previousSize ?? 0)
        updateSizes(size)
        guard previousSize != nil else {
            previousSize = size
            return
        }
        previousSize = size
        let deviation = noiseVariance.squareRoot()
        let clamp = Self.clampDeviations * deviation + 0.5
        let delay = min(max(delayVariation, -clamp), clamp)
        let error = delay - filter.estimate(sizeVariation: sizeVariation)
        let isLargeFrame = size > averageSize + Self.sizeOutlierDeviations * sizeVariance.squareRoot()
        if abs(error) < Self.delayOutlierDeviations * deviation || isLargeFrame {
            let isCongested = sizeVariation <= Self.congestionFactor * sizeMax
            updateNoise(error, at: now)
            if !isCongested {
                filter.update(
                    delayVariation: delay,
                    sizeVariation: sizeVariation,
                    sizeMax: sizeMax,
                    noiseVariance: noiseVariance
                )
            }
        } else {
            updateNoise((error >= 0 ? 1 : -1) * Self.delayOutlierDeviations * deviation, at: now)
        }
        if seenCount >= Self.startupCount { filteredEstimate = estimate() } else { seenCount += 1 }
    }

    /// The delay that keeps nearly every frame in time.
    mutating func jitter(at now: Timestamp) -> TimeDelta {
        var jitter = max(estimate() + Self.operatingSystemJitter, filteredEstimate)
        if let lastRetransmission, now - lastRetransmission > Self.retransmissionTimeout { retransmittedCount = 0 }
        if retransmittedCount >= Self.retransmissionCount {
            jitter += min(Self.roundTripFactor * roundTrip.maximum, Self.roundTripMax)
        }
        let rate = frameRate
        if rate > 0, rate < 5 { return .zero }
        if rate >= 5, rate < 10 { jitter *= (rate - 5) / 5 }
        return TimeDelta(seconds: max(0, jitter) / 1_000)
    }

    private mutating func updateSizes(_ size: Double) {
        if startupSizeSeen < Self.startupSizeCount {
            startupSizeSum += size
            startupSizeSeen += 1
        } else if startupSizeSeen == Self.startupSizeCount {
            averageSize = startupSizeSum / Double(startupSizeSeen)
            startupSizeSeen += 1
        }
        let average = Self.averageFactor * averageSize + (1 - Self.averageFactor) * size
        // A key frame would spoil the average.
        if size < averageSize + 2 * sizeVariance.squareRoot() { averageSize = average }
        let difference = size - average
        let variance = Self.averageFactor * sizeVariance + (1 - Self.averageFactor) * difference * difference
        sizeVariance = max(variance, 1)
        sizeMax = max(Self.maximumDecay * sizeMax, size)
    }

    private mutating func updateNoise(_ error: Double, at now: Timestamp) {
        if let lastUpdate {
            let interval = (now - lastUpdate).nanoseconds / 1_000
            intervals.append(interval)
            intervalSum += interval
            if intervals.count > 30, let oldest = intervals.popFirst() { intervalSum -= oldest }
        }
        lastUpdate = now
        var alpha = (noiseCount - 1) / noiseCount
        noiseCount = min(noiseCount + 1, Self.noiseCountMax)
        let rate = frameRate
        if rate > 0 {
            // A slow stream must not react more slowly in time.
            var scale = 30 / rate
            let startup = Double(Self.startupCount)
            if noiseCount < startup { scale = (noiseCount * scale + (startup - noiseCount)) / startup }
            if alpha == Self.steadyMemory.value {
                alpha = Self.steadyMemory.power(scale)
            } else {
                alpha = alpha > 0 ? Elementary.pow(alpha, scale) : 0
            }
        }
        let difference = error - noiseAverage
        noiseAverage = alpha * noiseAverage + (1 - alpha) * error
        noiseVariance = max(alpha * noiseVariance + (1 - alpha) * difference * difference, 1)
    }

    private mutating func estimate() -> Double {
        let noise = max(Self.noiseDeviations * noiseVariance.squareRoot() - Self.noiseOffset, 1)
        var result = filter.millisecondsPerByte * (sizeMax - averageSize) + noise
        if result < 1 { result = previousEstimate.map { $0 <= 0.01 ? 1 : $0 } ?? 1 }
        result = min(result, Self.estimateMax)
        previousEstimate = result
        return result
    }

    private var frameRate: Double {
        guard !intervals.isEmpty, intervalSum > 0 else { return 0 }
        return min(Double(intervals.count) * 1e6 / Double(intervalSum), 200)
    }
}
