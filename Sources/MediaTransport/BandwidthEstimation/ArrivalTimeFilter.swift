import Statistics
import Units

/// Separates what a growing queue adds to the time between packet groups from what their sizes and the jitter add
/// (draft-ietf-rmcat-gcc-02, section 5.3; libwebrtc, `overuse_estimator.cc`).
///
/// A Kalman filter with two states: milliseconds a byte, the inverse of the path's capacity, and the milliseconds by which
/// each group comes later than the one before. Its noise is measured while nothing is wrong.
struct ArrivalTimeFilter: Sendable {
    private static let processNoise = (slope: 1e-13, offset: 1e-3)
    /// The offset may move faster where it turns back from an excess.
    private static let turningFactor = 11.0
    private static let deltaCountMax = 1_000
    private static let periodCount = 60
    /// How fast the noise is learnt, a group at 30 groups a second: at first, and after ten seconds.
    private static let noiseGain = (start: 0.01, later: 0.002)
    private static let startDeltaCount = 300
    /// Residuals beyond so many standard deviations count as these: key frames are no jitter.
    private static let residualLimit = 3.0

    /// Milliseconds by which each group comes later.
    private(set) var offset = 0.0
    private(set) var deltaCount = 0

    /// Milliseconds a byte; 512 kbit/s at first.
    private var slope = 8.0 / 512
    private var previousOffset = 0.0
    private var covariance = (slope: 100.0, both: 0.0, offset: 0.1)
    private var noise = (mean: 0.0, variance: 50.0)
    /// The last send deltas, in ms, as a ring.
    private var periods: [Double] = []

    /// Takes how much later a group was sent and came than the one before, in ms, and how many bytes more it has.
    mutating func receive(sendDelta: Double, arrivalDelta: Double, sizeDelta: Int, usage: BandwidthUsage) {
        let period = min(periods.min() ?? sendDelta, sendDelta)
        if periods.count == Self.periodCount {
            periods[deltaCount % Self.periodCount] = sendDelta
        } else {
            periods.append(sendDelta)
        }
        deltaCount += 1
        covariance.slope += Self.processNoise.slope
        let isTurning =
            (usage == .overusing && offset < previousOffset) || (usage == .underusing && offset > previousOffset)
        covariance.offset += Self.processNoise.offset * (isTurning ? Self.turningFactor : 1)

        let size = Double(sizeDelta)
        let residual = arrivalDelta - sendDelta - slope * size - offset
        if usage == .normal { learnNoise(residual, period: period) }
        update(size: size, residual: residual)
    }

    private mutating func update(size: Double, residual: Double) {
        let (s, b, o) = covariance
        let cross = (slope: s * size + b, offset: b * size + o)
        let total = noise.variance + size * cross.slope + cross.offset
        let gain = (slope: cross.slope / total, offset: cross.offset / total)
        covariance = (
            slope: s - gain.slope * cross.slope, both: b - gain.slope * cross.offset,
            offset: o - gain.offset * cross.offset
        )
        slope += gain.slope * residual
        previousOffset = offset
        offset += gain.offset * residual
    }

    private mutating func learnNoise(_ residual: Double, period: Double) {
        let limit = Self.residualLimit * noise.variance.squareRoot()
        let bounded = min(max(residual, -limit), limit)
        let gain =
            min(deltaCount, Self.deltaCountMax) > Self.startDeltaCount ? Self.noiseGain.later : Self.noiseGain.start
        let kept = Elementary.pow(1 - gain, period * 30 / 1_000)
        noise.mean = kept * noise.mean + (1 - kept) * bounded
        let deviation = noise.mean - bounded
        noise.variance = max(1, kept * noise.variance + (1 - kept) * deviation * deviation)
    }
}
