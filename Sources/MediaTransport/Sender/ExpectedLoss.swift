import Statistics
import Units

/// The loss that Opus is told to expect, smoothed over about ten seconds (libwebrtc, `audio_encoder_opus.cc`).
struct ExpectedLoss: Sendable {
    private static let smoothingPerMillisecond = 0.9999
    private static let maximum = 0.2

    private var filtered = 0.0
    private var last: Timestamp?

    var value: Probability { Probability(clamping: min(filtered, Self.maximum)) }

    /// Takes the fraction that a report gives; the first is believed at once.
    mutating func receive(fraction: Double, at now: Timestamp) {
        if let last {
            let weight = Elementary.pow(Self.smoothingPerMillisecond, (now - last).milliseconds)
            filtered = weight * filtered + (1 - weight) * fraction
        } else {
            filtered = fraction
        }
        last = now
    }
}
