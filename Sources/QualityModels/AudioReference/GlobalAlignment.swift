/// The one delay at which the envelopes of two sounds resemble each other most.
enum GlobalAlignment {
    private static let groups = 4

    /// In steps of 5 ms, within the given ones, coarse to two steps; `nil` where one of the sounds has no variation.
    ///
    /// - Parameters:
    ///   - spoken: frames 10 ms apart.
    ///   - heard: frames 5 ms apart.
    ///   - limit: the longest delay to either side, in steps.
    ///   - floors: the levels below which nothing counts, in dBov.
    static func delay(
        spoken: BandSpectrogram,
        heard: BandSpectrogram,
        limit: Int,
        floors: (spoken: Float, heard: Float)
    ) -> Int? {
        let count = spoken.frameCount
        let other = (heard.frameCount + 1) / 2
        let left = (0..<groups).map { Envelope(spoken, group: $0, of: groups, every: 1, count: count, floors.spoken) }
        let right = (0..<groups).map { Envelope(heard, group: $0, of: groups, every: 2, count: other, floors.heard) }
        var best: (delay: Int, likeness: Double)?
        for lag in (-limit / 2)...(limit / 2) {
            let (begin, end) = (max(0, -lag), min(count, other - lag))
            guard 2 * (end - begin) >= min(count, other) else { continue }
            var likeness = 0.0
            for group in 0..<groups { likeness += left[group].correlation(right[group], begin..<end, lag: lag) }
            if likeness > best?.likeness ?? 0 { best = (2 * lag, likeness) }
        }
        return best?.delay
    }

    /// The mean level of some neighbouring bands over time, less its mean.
    private struct Envelope {
        let values: [Float]
        /// Sums of squares from the start.
        let energy: [Double]

        init(_ sound: BandSpectrogram, group: Int, of groups: Int, every: Int, count: Int, _ floor: Float) {
            let bands = sound.bands.count
            let own = (group * bands / groups)..<((group + 1) * bands / groups)
            var levels = (0..<count).map { frame -> Float in
                var sum: Float = 0
                for band in own { sum += max(sound.levels[frame * every * bands + band], floor) }
                return sum / Float(own.count)
            }
            let mean = levels.reduce(0, +) / Float(max(count, 1))
            for index in levels.indices { levels[index] -= mean }
            values = levels
            var sums = [0.0]
            for level in levels { sums.append(sums[sums.count - 1] + Double(level) * Double(level)) }
            energy = sums
        }

        func correlation(_ other: Self, _ range: Range<Int>, lag: Int) -> Double {
            let own = energy[range.upperBound] - energy[range.lowerBound]
            let theirs = other.energy[range.upperBound + lag] - other.energy[range.lowerBound + lag]
            guard own > 1e-6, theirs > 1e-6 else { return 0 }
            var sum: Float = 0
            values.withUnsafeBufferPointer { left in
                other.values.withUnsafeBufferPointer { right in
                    for index in range { sum += left[index] * right[index + lag] }
                }
            }
            return Double(sum) / (own * theirs).squareRoot()
        }
    }
}
