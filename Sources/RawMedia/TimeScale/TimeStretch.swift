/// Makes 30 ms of sound shorter or longer by exactly one pitch period, without changing its pitch.
///
/// The behaviour of libwebrtc's NetEq (`time_stretch.cc`, `accelerate.cc`, `preemptive_expand.cc`); our own code. The
/// period is searched by normalised correlation and refined at 48 kHz, where libwebrtc interpolates.
public enum TimeStretch {
    /// The samples that are needed: 30 ms.
    public static let requiredSamples = 1_440
    /// Longest period, and the point around which sound is removed or inserted: 15 ms.
    static let centre = 720
    /// Periods that resemble each other less are left alone (libwebrtc: 0.9 in Q14).
    static let correlationThreshold = 0.9
    /// A sound counts as passive up to this multiple of the background's energy.
    static let passiveEnergyFactor = 8.0
    /// The background's mean square while it is unknown (libwebrtc).
    static let initialBackgroundEnergy = 75_000.0

    /// Removes one pitch period.
    ///
    /// - Parameters:
    ///   - samples: at least 30 ms at 48 kHz; only the first 30 ms are changed.
    ///   - backgroundEnergy: the mean square of the background noise, `nil` while it is unknown.
    /// - Returns: how many samples were removed, 0 where it was not possible.
    public static func accelerate(_ samples: inout [Int16], backgroundEnergy: Double?) -> Int {
        guard let found = period(in: samples, backgroundEnergy: backgroundEnergy) else { return 0 }
        guard found.correlation > correlationThreshold || found.isPassive else { return 0 }
        let length = found.length
        // What lies before the centre fades into what lies one period later.
        for index in 0..<length {
            let place = centre - length + index
            samples[place] = blend(samples[place], samples[place + length], index, of: length)
        }
        samples.removeSubrange(centre..<(centre + length))
        return length
    }

    /// Inserts one pitch period.
    ///
    /// - Parameters:
    ///   - samples: at least 30 ms at 48 kHz.
    ///   - unmodifiable: samples at the start that have been played already and must stay; active sound with more than
    ///     15 ms of these is left alone.
    ///   - backgroundEnergy: the mean square of the background noise, `nil` while it is unknown.
    /// - Returns: how many samples were inserted, 0 where it was not possible.
    public static func preemptivelyExpand(
        _ samples: inout [Int16],
        unmodifiable: Int = 0,
        backgroundEnergy: Double?
    ) -> Int {
        guard let found = period(in: samples, backgroundEnergy: backgroundEnergy) else { return 0 }
        guard found.isPassive || (found.correlation > correlationThreshold && unmodifiable <= centre) else { return 0 }
        let (length, point) = (found.length, max(unmodifiable, centre))
        guard point + length <= samples.count else { return 0 }
        // The period after the point fades into the one before it, which then leads into the point once more.
        let inserted = (0..<length).map { index in
            blend(samples[point + index], samples[point - length + index], index, of: length)
        }
        samples.insert(contentsOf: inserted, at: point)
        return length
    }

    /// What could be done with 30 ms of sound: the period that would be taken out or put in, 0 where there is none,
    /// whether the sound repeats itself for it, and whether it is background only, which needs no likeness.
    public static func stretchability(
        of samples: [Int16],
        backgroundEnergy: Double?
    ) -> (period: Int, repeats: Bool, isPassive: Bool) {
        guard let found = period(in: samples, backgroundEnergy: backgroundEnergy) else { return (0, false, false) }
        return (found.length, found.correlation > correlationThreshold, found.isPassive)
    }

    /// The period around the centre, how well it repeats, and whether there is anything but background.
    private static func period(
        in samples: [Int16],
        backgroundEnergy: Double?
    ) -> (length: Int, correlation: Double, isPassive: Bool)? {
        guard samples.count >= requiredSamples else { return nil }
        let quietest = passiveEnergyFactor * (backgroundEnergy ?? initialBackgroundEnergy)
        guard let coarse = PitchSearch.coarseLag(PitchSearch.decimated(samples[..<requiredSamples])),
            let fine = PitchSearch.fineLag(near: coarse, in: samples, at: centre)
        else {
            // Digital silence, or noise without any likeness: any length will do.
            let length = PitchSearch.lags.upperBound / 2
            let isPassive = energy(samples, centre - length, 2 * length) <= quietest
            return isPassive ? (length, 0, true) : nil
        }
        return (
            fine.lag, fine.correlation, energy(samples, centre - fine.lag, 2 * fine.lag) <= quietest
        )
    }

    /// The mean square of a piece.
    private static func energy(_ samples: [Int16], _ start: Int, _ count: Int) -> Double {
        var sum = 0
        for sample in samples[start..<(start + count)] { sum += Int(sample) * Int(sample) }
        return Double(sum) / Double(count)
    }

    /// One sample of a linear cross-fade.
    static func blend(_ old: Int16, _ new: Int16, _ index: Int, of count: Int) -> Int16 {
        let weight = index + 1
        let sum = Int(old) * (count + 1 - weight) + Int(new) * weight
        return Int16(truncatingIfNeeded: (sum + (count + 1) / 2) / (count + 1))
    }
}
