import Statistics

/// Keeps every so many-th sample of a sound after a low pass: a windowed sinc (Hann) of 24 taps for each kept sample.
struct Decimator {
    let factor: Int
    private let taps: [Float]

    /// The -6 dB point relative to the new rate.
    private static let cutoff = 0.47

    init(factor: Int) {
        self.factor = factor
        let count = 24 * factor
        let weights = (0..<count).map { index -> Double in
            let time = Double(index) - Double(count - 1) / 2
            let angle = Self.cutoff / Double(factor) * time
            let sinc = FastElementary.sine(turns: angle) / (FastElementary.pi * time)
            return sinc * (0.5 - 0.5 * FastElementary.cosine(turns: (Double(index) + 0.5) / Double(count)))
        }
        let sum = weights.reduce(0, +)
        taps = weights.map { Float($0 / sum) }
    }

    /// The sound at the lower rate, centred on the kept samples; silence is assumed around it.
    func decimate(_ samples: [Float]) -> [Float] {
        let half = taps.count / 2
        let silence = [Float](repeating: 0, count: half)
        let padded = silence + samples + silence
        return padded.withUnsafeBufferPointer { input in
            taps.withUnsafeBufferPointer { taps in
                (0..<samples.count / factor).map { index in
                    let start = index * factor
                    var sums = SIMD8<Float>.zero
                    for tap in stride(from: 0, to: taps.count, by: 8) {
                        for lane in 0..<8 { sums[lane] += taps[tap + lane] * input[start + tap + lane] }
                    }
                    return sums.sum()
                }
            }
        }
    }
}
