import Statistics

/// The spectral envelope of a sound as an all-pole filter, by the autocorrelation method.
///
/// Makhoul: "Linear prediction: a tutorial review", Proc. IEEE 63(4), 1975.
struct LinearPrediction: Hashable, Sendable {
    /// What predicts a sample from those before it, latest first.
    private let coefficients: [Double]
    /// The latest outputs, latest first.
    private var memory: [Double]
    /// The standard deviation of what cannot be predicted.
    let residual: Double

    /// The order that libwebrtc's `expand.cc` has for unvoiced sound (kUnvoicedLpcOrder).
    static let order = 6

    /// Analyses a sound of some milliseconds.
    init(of sound: ArraySlice<Int16>) {
        let values = Self.windowed(sound)
        var correlations = [Double](repeating: 0, count: Self.order + 1)
        for lag in 0...min(Self.order, max(0, values.count - 1)) {
            var sum = 0.0
            for index in lag..<max(lag, values.count) { sum += values[index] * values[index - lag] }
            correlations[lag] = sum
        }
        // A floor 40 dB below keeps the recursion stable.
        var error = correlations[0] * 1.0001
        var solved = [Double](repeating: 0, count: Self.order)
        if error > 0 {
            // Levinson and Durbin's recursion.
            for index in 0..<Self.order {
                var sum = correlations[index + 1]
                for earlier in 0..<index { sum -= solved[earlier] * correlations[index - earlier] }
                let reflection = sum / error
                let before = solved
                solved[index] = reflection
                for earlier in 0..<index {
                    solved[earlier] = before[earlier] - reflection * before[index - 1 - earlier]
                }
                error *= 1 - reflection * reflection
            }
        }
        coefficients = solved
        memory = [Double](repeating: 0, count: Self.order)
        // The window keeps 3/8 of the energy.
        residual = sound.isEmpty ? 0 : (max(0, error) / (Double(sound.count) * 0.375)).squareRoot()
    }

    /// The sound under a Hann window, whose cosine is a rotating phasor.
    private static func windowed(_ sound: ArraySlice<Int16>) -> [Double] {
        let step = 1 / Double(max(1, sound.count))
        var (cosine, sine) = (FastElementary.cosine(turns: step / 2), FastElementary.sine(turns: step / 2))
        let (cosineStep, sineStep) = (FastElementary.cosine(turns: step), FastElementary.sine(turns: step))
        return sound.map { sample in
            let value = Double(sample) * (0.5 - 0.5 * cosine)
            (cosine, sine) = (cosine * cosineStep - sine * sineStep, sine * cosineStep + cosine * sineStep)
            return value
        }
    }

    /// Noise with this envelope and its energy; `white` has a variance of 1.
    mutating func shape(_ white: Double) -> Double {
        var output = white * residual
        for index in 0..<Self.order { output += coefficients[index] * memory[index] }
        for index in stride(from: Self.order - 1, to: 0, by: -1) { memory[index] = memory[index - 1] }
        memory[0] = output
        return output
    }
}
