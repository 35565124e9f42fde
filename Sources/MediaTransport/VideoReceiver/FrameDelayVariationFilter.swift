import Statistics

/// Estimates how a frame's delay grows with its size: a Kalman filter with the state (ms per byte, offset in ms).
///
/// libwebrtc `frame_delay_variation_kalman_filter.cc`. The observation noise enters the innovation variance without
/// being squared, as it does there.
struct FrameDelayVariationFilter: Sendable {
    private(set) var millisecondsPerByte = 1 / (512e3 / 8)
    private(set) var offset = 0.0
    private var covariance = (slope: 1e-4, cross: 0.0, crossBelow: 0.0, offset: 1e2)

    func estimate(sizeVariation: Double) -> Double { millisecondsPerByte * sizeVariation + offset }

    mutating func update(delayVariation: Double, sizeVariation: Double, sizeMax: Double, noiseVariance: Double) {
        guard sizeMax >= 1, noiseVariance > 0 else { return }
        covariance.slope += 2.5e-10
        covariance.offset += 1e-10
        let innovation = delayVariation - estimate(sizeVariation: sizeVariation)
        let observedSlope = covariance.slope * sizeVariation + covariance.cross
        let observedOffset = covariance.crossBelow * sizeVariation + covariance.offset
        let fade = Elementary.exp(-abs(sizeVariation) / sizeMax)
        let observationNoise = max((300 * fade + 1) * noiseVariance.squareRoot(), 1)
        let innovationVariance = sizeVariation * observedSlope + observedOffset + observationNoise
        guard abs(innovationVariance) >= 1e-9 else { return }
        let gainSlope = observedSlope / innovationVariance
        let gainOffset = observedOffset / innovationVariance
        millisecondsPerByte = max(millisecondsPerByte + gainSlope * innovation, 1e-6)
        offset += gainOffset * innovation
        let p = covariance
        let keptSlope = 1 - gainSlope * sizeVariation
        covariance.slope = keptSlope * p.slope - gainSlope * p.crossBelow
        covariance.cross = keptSlope * p.cross - gainSlope * p.offset
        covariance.crossBelow = p.crossBelow * (1 - gainOffset) - gainOffset * sizeVariation * p.slope
        covariance.offset = p.offset * (1 - gainOffset) - gainOffset * sizeVariation * p.cross
    }
}
