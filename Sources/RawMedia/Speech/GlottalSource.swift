/// The derivative of the air flow through the vocal folds, pulse by pulse.
///
/// Rosenberg's polynomial pulse (JASA 49(2B), 1971) as differentiated by KLGLOTT88 (Klatt and Klatt, JASA 87(2), 1990),
/// its closing smoothed by one pole. Jitter and shimmer vary each pulse.
struct GlottalSource: Hashable, Sendable {
    /// The place in the pulse: 1 is the closing of the folds, `end` the end of the period.
    private var phase = 0.0
    private var step = 0.0
    private var end = 1.0 / GlottalSource.openQuotient
    private var amplitude = 1.0
    private var smoothed = 0.0

    private static let openQuotient = 0.6
    /// Relative standard deviation of the period and of the amplitude of healthy voices, about; ours.
    private static let jitter = 0.012
    private static let shimmer = 0.05
    /// A low pass at about 5 kHz.
    private static let smoothing = 0.48

    /// Begins a talk spurt with a new pulse.
    mutating func restart(fundamental: Double, using random: inout NoiseGenerator) {
        smoothed = 0
        beginPulse(at: 0, fundamental: fundamental, using: &random)
    }

    @inline(__always)
    mutating func next(fundamental: Double, using random: inout NoiseGenerator) -> Double {
        phase += step
        if phase >= end { beginPulse(at: phase - end, fundamental: fundamental, using: &random) }
        let flow = phase < 1 ? amplitude * phase * (2 - 3 * phase) : 0
        smoothed += (flow - smoothed) * Self.smoothing
        return smoothed
    }

    private mutating func beginPulse(at start: Double, fundamental: Double, using random: inout NoiseGenerator) {
        // A uniform deviate has a standard deviation of 1 / sqrt(3).
        let period = 1 + Self.jitter * 1.7320508075688772 * random.whiteSample()
        amplitude = 1 + Self.shimmer * 1.7320508075688772 * random.whiteSample()
        step = fundamental / (Double(AudioFormat.sampleRate) * Self.openQuotient * period)
        phase = start
    }
}
