import Statistics

/// A two-pole resonance at 48 kHz: y = x + b y1 + c y2.
///
/// Klatt: "Software for a cascade/parallel formant synthesizer", JASA 67(3), 1980.
struct Resonator: Hashable, Sendable {
    private var feedback1 = 0.0
    private var feedback2 = 0.0
    private var output1 = 0.0
    private var output2 = 0.0

    /// Tunes to a frequency and a 3 dB bandwidth in hertz, without disturbing what rings.
    mutating func tune(to frequency: Double, bandwidth: Double) {
        let rate = Double(AudioFormat.sampleRate)
        let radius = FastElementary.exponential(-FastElementary.pi * bandwidth / rate)
        feedback1 = 2 * radius * FastElementary.cosine(turns: frequency / rate)
        feedback2 = -radius * radius
    }

    /// What makes the gain at 0 Hz equal to 1.
    var unityGain: Double { 1 - feedback1 - feedback2 }

    /// What makes white noise pass with its power unchanged.
    var unityNoiseGain: Double {
        let sum = (1 - feedback2) * (1 - feedback2) - feedback1 * feedback1
        return ((1 + feedback2) * sum / (1 - feedback2)).squareRoot()
    }

    mutating func silence() { (output1, output2) = (0, 0) }

    @inline(__always)
    mutating func filter(_ input: Double) -> Double {
        let output = input + feedback1 * output1 + feedback2 * output2
        output2 = output1
        output1 = output
        return output
    }
}
