import Units

/// The loss that Opus is told to expect, smoothed over about ten seconds (libwebrtc, `audio_encoder_opus.cc`).
///
/// It moves only when a report comes; in-band FEC is on while it rounds to at least one percent.
struct ExpectedLoss: Sendable {
    private static let maximum = 0.2

    private var filter = ExponentialFilter(perMillisecond: 0.9999)

    /// Nothing before the first report.
    var value: Probability { Probability(clamping: min(filter.value ?? 0, Self.maximum)) }

    /// Takes the fraction that a report on the audio stream gives; the first is believed at once.
    mutating func receive(fraction: Double, at now: Timestamp) { filter.add(fraction, at: now) }
}
