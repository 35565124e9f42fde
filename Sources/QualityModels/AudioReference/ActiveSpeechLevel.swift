import Statistics

/// How loud speech is while it lasts, and for how much of the time it does.
///
/// After ITU-T P.56 (12/2011), method B, as open implementations have it; the Recommendation was not read. Envelope: the
/// rectified sound through two poles of 30 ms. Thresholds a factor of 2 apart, hangover 200 ms, margin 15.9 dB. The
/// envelope is looked at once a millisecond.
public struct ActiveSpeechLevel: Hashable, Sendable {
    /// In dBov: 0 is the mean square of full scale, so that a full-scale sine has -3.01.
    public let level: Double
    /// The share of time that is active, 0 to 1.
    public let activity: Double

    private static let timeConstant = 0.03
    private static let hangover = 200
    private static let margin = 15.9
    private static let thresholdCount = 15

    /// Measures a sound; `nil` where it is empty or so quiet that no threshold lies 15.9 dB below it.
    public init?(_ sound: MonoSound) {
        guard !sound.samples.isEmpty, sound.sampleRate >= 1_000 else { return nil }
        let energy = sound.samples.reduce(0.0) { $0 + Double($1) * Double($1) }
        let counts = Self.activeCounts(sound)
        let total = counts.milliseconds
        guard total > 0, energy > 0 else { return nil }
        let power = 10 * Elementary.log10(energy / Double(sound.samples.count))
        var above: (level: Double, excess: Double)?
        for (index, count) in counts.active.enumerated() {
            guard count > 0 else { break }
            // The level of what is above this threshold, and how far it lies above it.
            let level = power - 10 * Elementary.log10(Double(count) / Double(total))
            let excess = level - Self.decibels(ofThreshold: index) - Self.margin
            guard excess <= 0 else {
                above = (level, excess)
                continue
            }
            guard let above else { return nil }
            let share = above.excess / (above.excess - excess)
            self.level = above.level + share * (level - above.level)
            activity = min(Elementary.pow(10, (power - self.level) / 10), 1)
            return
        }
        return nil
    }

    /// Thresholds from 2^-15 up, a factor of 2 apart.
    private static func decibels(ofThreshold index: Int) -> Double { 20 * 0.3010299956639812 * Double(index - 15) }

    private static func activeCounts(_ sound: MonoSound) -> (active: [Int], milliseconds: Int) {
        let keep = Elementary.exp(-1 / (Double(sound.sampleRate) * timeConstant))
        let (old, new) = (Float(keep), Float(1 - keep))
        var (first, second): (Float, Float) = (0, 0)
        var active = [Int](repeating: 0, count: thresholdCount)
        var waits = [Int](repeating: 0, count: thresholdCount)
        var (milliseconds, phase) = (0, 0)
        for sample in sound.samples {
            first = old * first + new * abs(sample)
            second = old * second + new * first
            phase += 1_000
            guard phase >= sound.sampleRate else { continue }
            phase -= sound.sampleRate
            milliseconds += 1
            var threshold: Float = 0x1p-15
            for index in 0..<thresholdCount {
                if second >= threshold { waits[index] = hangover + 1 }
                if waits[index] > 0 {
                    waits[index] -= 1
                    active[index] += 1
                }
                threshold *= 2
            }
        }
        return (active, milliseconds)
    }
}
