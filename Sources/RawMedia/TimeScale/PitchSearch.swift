import Statistics

/// Finds the period at which a sound repeats itself: a coarse search at 4 kHz, then a fine one at 48 kHz.
enum PitchSearch {
    /// 48 kHz samples for one at 4 kHz.
    static let decimation = 12
    /// Lags of 2.5 to 15 ms, at 4 kHz (libwebrtc `time_stretch.h`: kMinLag and kMaxLag).
    static let coarseLags = 10...60
    /// The same at 48 kHz.
    static let lags = (coarseLags.lowerBound * decimation)...(coarseLags.upperBound * decimation)
    /// Samples compared at 4 kHz (libwebrtc: kCorrelationLen): 12.5 ms.
    static let coarseLength = 50

    /// The likeness from which the ends of the range count as peaks; ours.
    private static let certainCorrelation: Float = 0.95

    /// A raised-cosine low pass over 36 samples, whose first zero lies at 2.7 kHz.
    private static let lowPass: [Float] = (0..<36).map { index in
        Float((1 - FastElementary.cosine(turns: (Double(index) + 0.5) / 36)) / 36)
    }

    /// The sound at 4 kHz; a little shorter than a twelfth, as the filter must fit.
    static func decimated(_ samples: some RandomAccessCollection<Int16>) -> [Float] {
        let input = Array(samples)
        guard input.count >= lowPass.count else { return [] }
        return (0...((input.count - lowPass.count) / decimation)).map { index in
            var sum: Float = 0
            for tap in lowPass.indices { sum += lowPass[tap] * Float(input[index * decimation + tap]) }
            return sum
        }
    }

    /// The lag, in 48 kHz samples to the nearest 12, at which the end of a 4 kHz sound resembles what came before.
    ///
    /// Of all peaks of the correlation the highest counts, but one at a shorter lag that is nearly as high is
    /// preferred, so that a multiple of the period is not taken for it. `nil` where there is no peak, as in a tone
    /// whose period is longer.
    static func coarseLag(_ sound: [Float]) -> Int? {
        let start = sound.count - coarseLength
        guard start >= coarseLags.upperBound else { return nil }
        let own = sound[start...].reduce(0) { $0 + $1 * $1 }
        guard own > 0 else { return nil }
        let scores = coarseLags.map { lag -> Float in
            var (product, energy): (Float, Float) = (0, 0)
            for index in start..<sound.count {
                product += sound[index] * sound[index - lag]
                energy += sound[index - lag] * sound[index - lag]
            }
            return energy > 0 ? product / (energy * own).squareRoot() : 0
        }
        let peaks = scores.indices.filter { index in
            // At either end of the range only a near repetition is a peak for certain.
            guard index > 0, index < scores.count - 1 else { return scores[index] > certainCorrelation }
            return scores[index] > 0 && scores[index] >= scores[index - 1] && scores[index] >= scores[index + 1]
        }
        let best = peaks.reduce(0) { max($0, scores[$1]) }
        return peaks.first { scores[$0] >= 0.95 * best }.map { (coarseLags.lowerBound + $0) * decimation }
    }

    /// The lag near a coarse one at which the sound before a point best continues after it, and how well (-1 to 1).
    ///
    /// So many samples as `length` says are compared, or one period.
    static func fineLag(
        near coarse: Int,
        in sound: [Int16],
        at point: Int,
        length: Int? = nil
    ) -> (lag: Int, correlation: Double)? {
        var best: (lag: Int, correlation: Double)?
        for lag in max(lags.lowerBound, coarse - decimation)...min(lags.upperBound, coarse + decimation) {
            let count = length ?? lag
            guard point - lag >= 0, point + count <= sound.count else { continue }
            let correlation = correlation(sound, point - lag, point, count)
            if correlation > best?.correlation ?? -2 { best = (lag, correlation) }
        }
        return best
    }

    /// The normalised correlation of two pieces of a sound, -1 to 1; 0 where one of them is silent.
    static func correlation(_ sound: [Int16], _ first: Int, _ second: Int, _ count: Int) -> Double {
        var (product, energy1, energy2) = (0, 0, 0)
        for index in 0..<count {
            let (left, right) = (Int(sound[first + index]), Int(sound[second + index]))
            product += left * right
            energy1 += left * left
            energy2 += right * right
        }
        guard energy1 > 0, energy2 > 0 else { return 0 }
        return Double(product) / (Double(energy1).squareRoot() * Double(energy2).squareRoot())
    }
}
