import Units

/// Takes from an encoder's target what it is known to overshoot by, so that what comes out meets the target
/// (libwebrtc, `encoder_bitrate_adjuster.cc`).
///
/// A new encoder is trusted to overshoot by a fifth until 30 frames have shown what it does: Chromium's first targets
/// are the allocation divided by 1.2.
struct EncoderBitrateAdjuster: Sendable {
    private static let expectedUtilisation = 1.2
    private static let framesUntilKnown = 30
    private static let largestUtilisation = 2.0

    /// In bit/s; a target is not pushed below.
    private let minimum: Int64
    private var detector = OvershootDetector()
    private var frameCount = 0

    init(minimum: DataRate) { self.minimum = minimum.bitsPerSecond }

    mutating func encoded(byteCount: Int, at now: Timestamp) {
        frameCount += 1
        detector.encoded(byteCount: byteCount, at: now)
    }

    /// What the encoder is to be set to.
    ///
    /// - Parameters:
    ///   - target: what it is to produce.
    ///   - linkAllocation: what the path carries for it; an overshoot within that is left alone.
    ///   - frameRate: frames a second.
    mutating func adjust(
        _ target: DataRate,
        linkAllocation: DataRate,
        frameRate: Double,
        at now: Timestamp
    ) -> DataRate {
        let rate = target.bitsPerSecond
        guard rate > 0 else { return target }
        let factor = utilisation(rate: rate, linkAllocation: linkAllocation.bitsPerSecond, at: now)
        let adjusted = max(min(Int64(Double(rate) / factor + 0.5), rate), min(minimum, rate))
        detector.setTarget(bitsPerSecond: adjusted, frameRate: frameRate, at: now)
        return DataRate(bitsPerSecond: adjusted)
    }

    private mutating func utilisation(rate: Int64, linkAllocation: Int64, at now: Timestamp) -> Double {
        let expected = Self.expectedUtilisation
        let isKnown = frameCount >= Self.framesUntilKnown
        let measured = isKnown ? detector.utilisation(at: now) : nil
        let known = measured ?? OvershootDetector.Utilisation(network: expected, media: expected)
        var factor = min(max(known.network, 1), Self.largestUtilisation)
        let wanted = max(0, factor - max(1, known.media)) * Double(rate)
        let granted = min(wanted, Double(max(0, linkAllocation - rate)))
        factor *= Double(rate) / (granted + Double(rate))
        return minimum < rate ? min(factor, Double(rate) / Double(max(minimum, 1))) : factor
    }
}
